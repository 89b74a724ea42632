/** How much is kept. Consumers mostly read what has just been written. */
const MOST_BYTES = 8 * 1024 * 1024;

/** The large values that were written or read last, so that the next reader need not read again. */
export class RecentBytes {
  readonly #kept = new Map<string, Uint8Array>();
  #bytes = 0;

  get(name: string): Uint8Array | undefined {
    return this.#kept.get(name);
  }

  add(name: string, bytes: Uint8Array): void {
    if (bytes.byteLength > MOST_BYTES || this.#kept.has(name)) return;
    this.#kept.set(name, bytes);
    this.#bytes += bytes.byteLength;
    for (const [oldest, { byteLength }] of this.#kept) {
      if (this.#bytes <= MOST_BYTES) return;
      this.#kept.delete(oldest);
      this.#bytes -= byteLength;
    }
  }
}
