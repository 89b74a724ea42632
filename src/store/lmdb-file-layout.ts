/**
 * How LMDB lays out its file, in the version that the lmdb package brings (as its C sources say, and
 * as seen in files that it wrote). Numbers have the width and the byte order of the machine that
 * wrote them: this is for 64-bit little-endian machines, as all are for which the package is built.
 *
 * The file is a row of pages. Pages 0 and 1 are meta pages: each is the root of one snapshot. The
 * package keeps a third snapshot, the last known to be on the disk, in the middle of page 0. Every
 * other page is a branch or a leaf of a tree, holds a value too long for a leaf (overflow), or is
 * free.
 */

/**
 * The header of a page, and of a run of overflow pages: its number (64 bits), the transaction that
 * wrote it (64), padding (16), flags (16), then where its free space begins and ends, counted from
 * the end of the header (16 each), or how many pages the run has (32).
 */
export const PAGE_HEADER_BYTES = 24;
export const HEADER = { number: 0, transaction: 8, flags: 18, lower: 20, upper: 22, pages: 20 };

/** What a page is, by the flags in its header. No page is two of them. */
export const PAGE = { branch: 1, leaf: 2, overflow: 4, meta: 8 };

/** A snapshot, behind the header of a meta page. One tree holds the entries, one what is free. */
export const META = {
  magic: 0,
  version: 4,
  freeTree: 24,
  mainTree: 72,
  lastPage: 120,
  transaction: 128,
  boot: 136,
  bytes: 144,
};
export const MAGIC = 0xbeefc0de;
export const VERSION = 2;

/** What a snapshot says about a tree. In the free tree's the padding is the size of a page. */
export const TREE = {
  padding: 0,
  flags: 4,
  depth: 6,
  branches: 8,
  leaves: 16,
  overflows: 24,
  entries: 32,
  root: 40,
};
/** Flag of a snapshot, with the free tree's: it was not synced to the disk when it was written. */
export const NOT_SYNCED = 0x1000;
/** The root of a tree without entries. */
export const NO_PAGE = -1;

/**
 * Behind the header of a branch or leaf stand the places of its nodes (16 bits each), in the order
 * of their keys. A node is, in 16-bit words: in a leaf, the length of the value (2 words) and flags;
 * in a branch, the number of the child (3 words); then the length of the key, the key, the value.
 */
export const NODE_HEADER_BYTES = 8;
export const NODE_WORD = { low: 0, middle: 1, high: 2, flags: 2, keyBytes: 3, key: 4 };
/** Flag of a node whose value is in overflow pages. No other flag is ever set in our stores. */
export const IN_OVERFLOW = 1;
/** In place of that value: the number of its first page, its transaction, its count of pages. */
export const OVERFLOW_REFERENCE_BYTES = 24;

/**
 * Reads 64 bits that count something. All ones are `NO_PAGE`; what is too large to be exact is
 * Infinity, which is out of every range.
 */
export function readCount(bytes: Buffer, at: number): number {
  const low = bytes.readUInt32LE(at);
  const high = bytes.readUInt32LE(at + 4);
  if (high === 0) return low;
  if (high === 0xffffffff && low === 0xffffffff) return NO_PAGE;
  return high < 2 ** 21 ? high * 2 ** 32 + low : Number.POSITIVE_INFINITY;
}
