/** Longer pieces are copied sooner by the system than by a loop. */
const FEW_BYTES = 100;

/**
 * Copies pieces of some bytes into others, all of them short for the most part: `Buffer.copy` makes an
 * object for each, which cost more than what was copied.
 */
export class Copier {
  readonly from: Buffer;
  readonly #to: Buffer;
  readonly #fromWords: DataView;
  readonly #toWords: DataView;

  constructor(from: Buffer, to: Buffer) {
    this.from = from;
    this.#to = to;
    this.#fromWords = wordsOf(from);
    this.#toWords = wordsOf(to);
  }

  /** Copies what stands from `start` up to `end` to the place `at`; answers the place behind it. */
  copy(at: number, start: number, end: number): number {
    if (end - start > FEW_BYTES) return at + this.from.copy(this.#to, at, start, end);
    const [from, to] = [this.#fromWords, this.#toWords];
    let [next, place] = [start, at];
    for (; next + 4 <= end; next += 4, place += 4) to.setUint32(place, from.getUint32(next));
    for (; next < end; next++, place++) to.setUint8(place, from.getUint8(next));
    return place;
  }
}

const wordsOf = ({ buffer, byteOffset, byteLength }: Buffer) =>
  new DataView(buffer, byteOffset, byteLength);
