/** How much is kept of each generation. Consumers mostly read what has just been written. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * The large values that were written or read last, so that the next reader need not read again. They
 * are forgotten half at a time: one by one, the oldest first, took a tenth of the time of a batch of
 * ten messages.
 */
export class RecentBytes {
  #newer = new Map<string, Uint8Array>();
  #older = new Map<string, Uint8Array>();
  #bytes = 0;

  get(name: string): Uint8Array | undefined {
    return this.#newer.get(name) ?? this.#older.get(name);
  }

  add(name: string, bytes: Uint8Array): void {
    if (bytes.byteLength > MOST_BYTES || this.#newer.has(name)) return;
    if (this.#bytes + bytes.byteLength > MOST_BYTES) {
      this.#older = this.#newer;
      this.#newer = new Map();
      this.#bytes = 0;
    }
    this.#newer.set(name, bytes);
    this.#bytes += bytes.byteLength;
  }
}
