/** How much is kept for the events of a mapping, and in how many pieces. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_PIECES = 32;
const PAGE_BYTES = 4096;

/**
 * Memory for the events of a mapping, used again and again. Memory that came and went with every event
 * had the garbage collector run for a fifth of the time of a stream that is read at full speed.
 */
export class EventMemory {
  #free: readonly Buffer[] = [];

  /** Memory for so many bytes, uncleared. */
  take(bytes: number): Buffer {
    const found = this.#free.find(({ byteLength }) => byteLength >= bytes);
    if (found) this.#free = this.#free.filter((piece) => piece !== found);
    const piece = found ?? Buffer.allocUnsafeSlow(Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES);
    return piece.subarray(0, bytes);
  }

  /** What lies in memory that was taken is not needed any more. */
  giveBack({ buffer }: Uint8Array): void {
    const kept: Buffer[] = [];
    let bytes = 0;
    // What was used last is what the next events will take.
    for (const piece of [Buffer.from(buffer as ArrayBuffer), ...this.#free]) {
      bytes += piece.byteLength;
      if (bytes > MOST_BYTES || kept.length === MOST_PIECES) break;
      kept.push(piece);
    }
    this.#free = kept;
  }
}
