import { readSync } from 'node:fs';
import { HEADER, PAGE, PAGE_HEADER_BYTES, readCount } from './lmdb-file-layout.ts';
import type { StoreError } from './store-error.ts';

/** A page in memory. */
export interface Page {
  readonly number: number;
  readonly bytes: Buffer;
  /** The same memory: all but the values stands at even places. */
  readonly words: Uint16Array;
}

/** Where a value too long for a leaf is said to be. */
export interface Run {
  readonly first: number;
  readonly count: number;
  readonly transaction: number;
}

/** Says what is wrong with a page, or with the whole file: the error to throw. */
export type Damage = (what: string, page?: number) => StoreError;

/** The pages of an open file, read one at a time, and which of them are in use. */
export class LmdbPages {
  readonly pageBytes: number;
  /** How many pages the file holds, and therefore the number after the last one's. */
  readonly end: number;
  readonly damage: Damage;
  readonly #file: number;
  readonly #inUse: Uint8Array;
  readonly #header = Buffer.alloc(PAGE_HEADER_BYTES);

  constructor(file: number, size: { pageBytes: number; end: number }, damage: Damage) {
    this.#file = file;
    this.pageBytes = size.pageBytes;
    this.end = size.end;
    this.damage = damage;
    this.#inUse = new Uint8Array(Math.ceil(size.end / 8));
  }

  /** Room for one page. */
  allocate(): Page {
    const memory = new ArrayBuffer(this.pageBytes);
    return { number: 0, bytes: Buffer.from(memory), words: new Uint16Array(memory) };
  }

  /** Reads a page into the memory of another. */
  read(number: number, { bytes, words }: Page): Page {
    this.#readAt(number, bytes);
    return { number, bytes, words };
  }

  /** Looks at the header of a run of overflow pages, and notes that they are in use. */
  claimRun({ first, count, transaction }: Run): void {
    this.claim(first, count);
    const header = this.#header;
    this.#readAt(first, header);
    if (header.readUInt16LE(HEADER.flags) !== PAGE.overflow) {
      throw this.damage('It should begin a long value, and is something else.', first);
    }
    const pages = header.readUInt32LE(HEADER.pages);
    const writer = readCount(header, HEADER.transaction);
    if (pages !== count || writer !== transaction) {
      throw this.damage('It is not the long value that belongs there.', first);
    }
  }

  /** Reads a long value whose run was claimed. */
  readRun(first: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    const position = first * this.pageBytes + PAGE_HEADER_BYTES;
    if (readSync(this.#file, bytes, { position }) === length) return bytes;
    throw this.damage('The file ends in it.', first);
  }

  /** Notes that pages are in use: they must be in the file, and used by nothing else. */
  claim(first: number, count = 1): void {
    if (!(first >= 2 && count >= 1 && first + count <= this.end)) {
      throw this.damage(`It is in use, but the file has no such page: it has ${this.end}.`, first);
    }
    for (let page = first; page < first + count; page++) {
      const inUse = this.#inUse[page >>> 3] as number;
      const bit = 1 << (page & 7);
      if (inUse & bit) throw this.damage('It is used twice, or used and listed as free.', page);
      this.#inUse[page >>> 3] = inUse | bit;
    }
  }

  #readAt(number: number, bytes: Buffer): void {
    const length = readSync(this.#file, bytes, 0, bytes.length, number * this.pageBytes);
    if (length < bytes.length) throw this.damage('The file ends in it.', number);
    const own = readCount(bytes, HEADER.number);
    if (own !== number) throw this.damage(`It says that it is page ${own}.`, number);
  }
}
