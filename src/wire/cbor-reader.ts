/** What CBOR (RFC 8949) holds, before a shape says what is meant. */
export type CborValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | CborTime
  | CborValue[]
  | { [name: string]: CborValue };

/** A number that is marked as a point in time (tag 1); in which unit depends on the protocol. */
export class CborTime {
  readonly value: number;
  readonly isInteger: boolean;

  constructor(value: number, isInteger: boolean) {
    this.value = value;
    this.isInteger = isInteger;
  }
}

/** Deeper, or of more items, than the input of any operation; the rest is only memory. */
const MOST_LEVELS = 64;
const MOST_ITEMS = 2 ** 20;

const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const LIST = 4;
const MAP = 5;
const TAG = 6;
const BREAK = 0xff;
const INDEFINITE = 31;

/**
 * Reads bytes that hold one value and nothing else. Lengths are checked against what is there before
 * anything is made of them.
 *
 * @throws CborError
 */
export function readCbor(bytes: Uint8Array): CborValue {
  const reader = new CborReader(bytes);
  const value = reader.item(0);
  if (!reader.isAtEnd) throw new CborError('more follows');
  return value;
}

/** The bytes are not CBOR, or more of it than is read here. */
export class CborError extends Error {
  override readonly name = 'CborError';
}

class CborReader {
  readonly #bytes: Buffer;
  #at = 0;
  #items = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  item(level: number): CborValue {
    if (level > MOST_LEVELS) throw new CborError('too deep');
    if (++this.#items > MOST_ITEMS) throw new CborError('too many items');
    const [major, info] = this.#head();
    switch (major) {
      case UNSIGNED:
        return this.#count(info);
      case NEGATIVE:
        return -1 - this.#count(info);
      case BYTES:
        return this.#string(BYTES, info);
      case TEXT:
        return textOf(this.#string(TEXT, info));
      case LIST:
        return this.#list(info, level);
      case MAP:
        return this.#map(info, level);
      case TAG:
        return this.#tagged(this.#count(info), level);
      default:
        return this.#simple(info);
    }
  }

  /** The kind of the next item, and the rest of its first byte. */
  #head(): readonly [major: number, info: number] {
    const byte = this.#take(1).readUInt8(0);
    return [byte >> 5, byte & 0x1f];
  }

  #count(info: number): number {
    if (info < 24) return info;
    if (info === 24) return this.#take(1).readUInt8(0);
    if (info === 25) return this.#take(2).readUInt16BE(0);
    if (info === 26) return this.#take(4).readUInt32BE(0);
    if (info === 27) return Number(this.#take(8).readBigUInt64BE(0));
    throw new CborError('no number');
  }

  /** The bytes of a string, which may come in pieces of its own kind. */
  #string(kind: number, info: number): Buffer {
    if (info !== INDEFINITE) return this.#take(this.#count(info));
    const pieces: Buffer[] = [];
    while (!this.#isBreak()) {
      if (++this.#items > MOST_ITEMS) throw new CborError('too many pieces');
      const [major, length] = this.#head();
      if (major !== kind) throw new CborError('a piece of another kind');
      pieces.push(this.#take(this.#count(length)));
    }
    return Buffer.concat(pieces);
  }

  #list(info: number, level: number): CborValue[] {
    const list: CborValue[] = [];
    this.#each(info, () => list.push(this.item(level + 1)));
    return list;
  }

  #map(info: number, level: number): { [name: string]: CborValue } {
    const entries: [string, CborValue][] = [];
    this.#each(info, () => {
      const name = this.item(level + 1);
      if (typeof name !== 'string') throw new CborError('a name that is no text');
      entries.push([name, this.item(level + 1)]);
    });
    // Makes own members of all names, `__proto__` included.
    return Object.fromEntries(entries);
  }

  #each(info: number, read: () => void): void {
    if (info === INDEFINITE) {
      while (!this.#isBreak()) read();
      return;
    }
    // A length that is a lie is found out at the end of the bytes, before much is made of it.
    for (let left = this.#count(info); left > 0; left--) read();
  }

  /** Times count; what other tags mean is passed over, and the value taken as it stands. */
  #tagged(tag: number, level: number): CborValue {
    const isInteger = (this.#bytes[this.#at] ?? 0) >> 5 <= NEGATIVE;
    const value = this.item(level + 1);
    return tag === 1 && typeof value === 'number' ? new CborTime(value, isInteger) : value;
  }

  #simple(info: number): CborValue {
    switch (info) {
      case 20:
      case 21:
        return info === 21;
      // Null, and what JavaScript calls undefined.
      case 22:
      case 23:
        return null;
      case 25:
        return halfFloat(this.#take(2).readUInt16BE(0));
      case 26:
        return this.#take(4).readFloatBE(0);
      case 27:
        return this.#take(8).readDoubleBE(0);
      default:
        throw new CborError('an unknown simple value');
    }
  }

  #isBreak(): boolean {
    if (this.#bytes[this.#at] !== BREAK) return false;
    this.#at++;
    return true;
  }

  #take(length: number): Buffer {
    if (length > this.#bytes.length - this.#at) throw new CborError('cut off');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch (cause) {
    throw new CborError('a text that is not UTF-8', { cause });
  }
}

/** A number of 16 bits (IEEE 754). */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
