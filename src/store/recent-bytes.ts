import { type Memory, ownMemory } from './store.ts';

/** How much is kept of each generation. Consumers mostly read what has just been written. */
const MOST_BYTES = 8 * 1024 * 1024;

/** What has come since the one before was full. Its memory is there from the first value on. */
class Generation {
  readonly #ranges = new Map<number, { readonly start: number; readonly end: number }>();
  readonly #bytes: Buffer;
  #used = 0;

  constructor(bytes: Buffer = Buffer.allocUnsafeSlow(MOST_BYTES)) {
    this.#bytes = bytes;
  }

  hasRoomFor(bytes: number): boolean {
    return this.#used + bytes <= MOST_BYTES;
  }

  add(placeNumber: number, bytes: Uint8Array): void {
    const start = this.#used;
    this.#used += bytes.byteLength;
    this.#bytes.set(bytes, start);
    this.#ranges.set(placeNumber, { start, end: this.#used });
  }

  get(placeNumber: number): Uint8Array | undefined {
    const found = this.#ranges.get(placeNumber);
    return found && this.#bytes.subarray(found.start, found.end);
  }

  has(placeNumber: number): boolean {
    return this.#ranges.has(placeNumber);
  }

  /** An empty one in the memory of this one, which is over. */
  successor(): Generation {
    return new Generation(this.#bytes);
  }
}

/**
 * The large values that were written or read last, so that the next reader need not read again. They
 * are copied, into memory that stays: pieces of memory that come and go with every value keep the
 * garbage collector busy. They are forgotten half at a time: one by one, the oldest first, took a
 * tenth of the time of a batch of ten messages.
 */
export class RecentBytes {
  #newer: Generation | undefined;
  #older: Generation | undefined;

  /** A copy, in `memory`. */
  get(placeNumber: number, memory: Memory = ownMemory): Buffer | undefined {
    const bytes = this.#newer?.get(placeNumber) ?? this.#older?.get(placeNumber);
    if (!bytes) return undefined;
    const copy = memory(bytes.byteLength);
    copy.set(bytes);
    return copy;
  }

  add(placeNumber: number, bytes: Uint8Array): void {
    if (bytes.byteLength > MOST_BYTES || this.#newer?.has(placeNumber)) return;
    if (!this.#newer?.hasRoomFor(bytes.byteLength)) this.#beginGeneration();
    this.#newer?.add(placeNumber, bytes);
  }

  #beginGeneration(): void {
    const next = this.#older?.successor() ?? new Generation();
    this.#older = this.#newer;
    this.#newer = next;
  }
}
