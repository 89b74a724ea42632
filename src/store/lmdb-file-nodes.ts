import {
  HEADER,
  IN_OVERFLOW,
  NODE_HEADER_BYTES,
  NODE_WORD,
  OVERFLOW_REFERENCE_BYTES,
  PAGE_HEADER_BYTES,
} from './lmdb-file-layout.ts';
import type { Page } from './lmdb-file-pages.ts';

const HEADER_WORDS = PAGE_HEADER_BYTES / 2;

/** A node in a page. Only a page that `NodeCheck` found nothing wrong with may be asked. */
export interface Node {
  readonly page: Page;
  /** Where it begins, in 16-bit words. */
  readonly at: number;
}

/** Where the node at an index begins, in 16-bit words. */
export function nodeAt({ words }: Page, index: number): number {
  return HEADER_WORDS + ((words[HEADER_WORDS + index] as number) >>> 1);
}

/** The page that a node of a branch leads to. */
export function childOf({ words }: Page, at: number): number {
  const low = words[at + NODE_WORD.low] as number;
  const middle = words[at + NODE_WORD.middle] as number;
  return low + middle * 2 ** 16 + (words[at + NODE_WORD.high] as number) * 2 ** 32;
}

export function keyBytesOf({ words }: Page, at: number): number {
  return words[at + NODE_WORD.keyBytes] as number;
}

export function valueBytesOf({ words }: Page, at: number): number {
  const low = words[at + NODE_WORD.low] as number;
  return low + (words[at + NODE_WORD.middle] as number) * 2 ** 16;
}

export function isInOverflow({ words }: Page, at: number): boolean {
  return words[at + NODE_WORD.flags] === IN_OVERFLOW;
}

/** Where the value of a node begins in its page, in bytes. */
export function valueAt(page: Page, at: number): number {
  return (at + NODE_WORD.key) * 2 + keyBytesOf(page, at);
}

/** Looks whether the nodes of a page are whole. Keeps memory between pages, and nothing else. */
export class NodeCheck {
  readonly #room: number;
  /** How many bytes the node has that begins at a place (in words), 0 where none begins. */
  readonly #bytesAt: Uint32Array;

  constructor(pageBytes: number) {
    this.#room = pageBytes - PAGE_HEADER_BYTES;
    this.#bytesAt = new Uint32Array(pageBytes / 2);
  }

  /**
   * How many nodes a page has, or what is wrong with them. Nodes are packed: the first begins where
   * free space ends, each of the others where one ends, and the last one ends with the page. That
   * finds nearly every wrong length or place.
   */
  count({ words }: Page, kind: 'branch' | 'leaf'): number | string {
    const lower = words[HEADER.lower / 2] as number;
    const upper = words[HEADER.upper / 2] as number;
    if (lower % 2 !== 0 || lower > upper || upper > this.#room) return 'Its bounds are wrong.';
    const count = lower / 2;
    this.#bytesAt.fill(0);
    for (let index = 0; index < count; index++) {
      const place = words[HEADER_WORDS + index] as number;
      const last = this.#room - NODE_HEADER_BYTES;
      if (place % 2 !== 0 || place < upper || place > last) return 'An entry is out of place.';
      const bytes = nodeBytes(words, HEADER_WORDS + place / 2, kind);
      if (bytes === undefined) return 'An entry is of a kind that no store has.';
      this.#bytesAt[place / 2] = bytes;
    }
    let place = upper;
    let found = 0;
    for (; place < this.#room; found++) {
      const bytes = this.#bytesAt[place / 2] as number;
      if (bytes === 0) break;
      place += bytes;
    }
    return place === this.#room && found === count ? count : 'Its entries overlap, or have gaps.';
  }
}

/** How many bytes a node takes, with the one that makes it even; undefined when it is no node. */
function nodeBytes(words: Uint16Array, at: number, kind: 'branch' | 'leaf'): number | undefined {
  const bytes = NODE_HEADER_BYTES + (words[at + NODE_WORD.keyBytes] as number);
  if (kind === 'branch') return bytes + (bytes % 2);
  const flags = words[at + NODE_WORD.flags] as number;
  if (flags === IN_OVERFLOW) return bytes + OVERFLOW_REFERENCE_BYTES + (bytes % 2);
  if (flags !== 0) return undefined;
  const low = words[at + NODE_WORD.low] as number;
  const whole = bytes + low + (words[at + NODE_WORD.middle] as number) * 2 ** 16;
  return whole + (whole % 2);
}

/** Orders the keys of two nodes as LMDB does: byte by byte, and a key before those it begins. */
export function compareKeys(a: Node, b: Node): number {
  const aBytes = keyBytesOf(a.page, a.at);
  const bBytes = keyBytesOf(b.page, b.at);
  const common = Math.min(aBytes, bBytes);
  const aWords = a.page.words;
  const bWords = b.page.words;
  const aKey = a.at + NODE_WORD.key;
  const bKey = b.at + NODE_WORD.key;
  // A key begins at an even place, so two bytes can be compared at once; the first of them is the
  // lower half of the word.
  const end = common >>> 1;
  for (let word = 0; word < end; word++) {
    const aWord = aWords[aKey + word] as number;
    const bWord = bWords[bKey + word] as number;
    if (aWord !== bWord) return (aWord & 255) - (bWord & 255) || aWord - bWord;
  }
  if (common % 2 === 1) {
    const rest = ((aWords[aKey + end] as number) & 255) - ((bWords[bKey + end] as number) & 255);
    if (rest !== 0) return rest;
  }
  return aBytes - bBytes;
}
