const FIRST_BYTES = 1024;
const LARGEST_UINT32 = 0xffff_ffff;

const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const LIST = 4;
const MAP = 5;
const TAG = 6;
const FALSE = 0xf4;
const NULL = 0xf6;
const FLOAT64 = 0xfb;
const TIME = 1;

/** Writes CBOR (RFC 8949), item by item. */
export class CborWriter {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #at = 0;

  /** What was written. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  /** A whole number as such, any other as one of 64 bits. */
  number(value: number): void {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) this.float(value);
    else if (value < 0) this.#head(NEGATIVE, -1 - value);
    else this.#head(UNSIGNED, value);
  }

  float(value: number): void {
    const at = this.#grow(9);
    this.#bytes.writeUInt8(FLOAT64, at);
    this.#bytes.writeDoubleBE(value, at + 1);
  }

  bytes(value: Uint8Array): void {
    this.#head(BYTES, value.length);
    const at = this.#grow(value.length);
    this.#bytes.set(value, at);
  }

  text(value: string): void {
    const length = Buffer.byteLength(value);
    this.#head(TEXT, length);
    const at = this.#grow(length);
    this.#bytes.write(value, at);
  }

  boolean(value: boolean): void {
    this.#byte(value ? FALSE + 1 : FALSE);
  }

  null(): void {
    this.#byte(NULL);
  }

  /** What comes next is so many items. */
  list(length: number): void {
    this.#head(LIST, length);
  }

  /** What comes next is so many names, each with its value behind it. */
  map(length: number): void {
    this.#head(MAP, length);
  }

  /** The number that comes next is a point in time. */
  time(): void {
    this.#head(TAG, TIME);
  }

  /** What JSON can carry too. */
  json(value: unknown): void {
    if (typeof value === 'string') this.text(value);
    else if (typeof value === 'number') this.number(value);
    else if (typeof value === 'boolean') this.boolean(value);
    else if (Array.isArray(value)) {
      this.list(value.length);
      for (const item of value) this.json(item);
    } else if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value);
      this.map(entries.length);
      for (const [name, item] of entries) {
        this.text(name);
        this.json(item);
      }
    } else this.null();
  }

  #head(major: number, count: number): void {
    const first = major << 5;
    if (count < 24) this.#byte(first | count);
    else if (count <= 0xff) this.#bytes.writeUInt8(count, this.#first(first | 24, 1));
    else if (count <= 0xffff) this.#bytes.writeUInt16BE(count, this.#first(first | 25, 2));
    else if (count <= LARGEST_UINT32) this.#bytes.writeUInt32BE(count, this.#first(first | 26, 4));
    else this.#bytes.writeBigUInt64BE(BigInt(count), this.#first(first | 27, 8));
  }

  /** Writes a first byte; answers where the `more` bytes that follow it begin. */
  #first(byte: number, more: number): number {
    const at = this.#grow(1 + more);
    this.#bytes.writeUInt8(byte, at);
    return at + 1;
  }

  #byte(byte: number): void {
    this.#bytes.writeUInt8(byte, this.#grow(1));
  }

  /** Sees to it that there is room for `length` bytes; answers where they begin. */
  #grow(length: number): number {
    const at = this.#at;
    this.#at += length;
    if (this.#at <= this.#bytes.length) return at;
    const larger = Buffer.allocUnsafe(Math.max(this.#at, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, at);
    this.#bytes = larger;
    return at;
  }
}
