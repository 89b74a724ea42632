/** More bytes are copied sooner by the system than by a loop. */
const MOST_BYTES_IN_LOOP = 100;

/**
 * Copies many short pieces into one Buffer. `Buffer.copy` makes an object for each call, which costs more
 * than copying so few bytes.
 */
export class Copier {
  readonly #to: Buffer;
  readonly #toWords: DataView;
  #from: Buffer;
  #fromWords: DataView;

  /** @param from where the pieces are taken from until `takeFrom` says otherwise */
  constructor(to: Buffer, from: Buffer) {
    this.#to = to;
    this.#toWords = wordsOf(to);
    this.#from = from;
    this.#fromWords = wordsOf(from);
  }

  /** From now on, pieces are taken from there. */
  takeFrom(from: Buffer): void {
    this.#from = from;
    this.#fromWords = wordsOf(from);
  }

  /** Copies what stands from `start` up to `end` to the place `at`; answers the place behind it. */
  copy(at: number, start: number, end: number): number {
    if (end - start > MOST_BYTES_IN_LOOP) return at + this.#from.copy(this.#to, at, start, end);
    const [from, to] = [this.#fromWords, this.#toWords];
    let [next, place] = [start, at];
    for (; next + 4 <= end; next += 4, place += 4) to.setUint32(place, from.getUint32(next));
    for (; next < end; next++, place++) to.setUint8(place, from.getUint8(next));
    return place;
  }

  /** Copies all of `piece` to the place `at`; answers the place behind it. */
  put(at: number, piece: Uint8Array): number {
    this.#to.set(piece, at);
    return at + piece.length;
  }
}

const wordsOf = ({ buffer, byteOffset, byteLength }: Buffer) =>
  new DataView(buffer, byteOffset, byteLength);
