import type { ServerResponse } from 'node:http';
import type { Memory } from '../wire/message.ts';

const SLAB_BYTES = 1024 * 1024;
/** As many as eight callers of full puts take, or of full pages. */
const MOST_FREE_SLABS = 32;

/**
 * Memory for requests and answers that are large, used again and again: memory that comes and goes
 * with every request had the garbage collector run for a fourth of the time of a full page of
 * records, and the system hand out as many pages of its own.
 */
export class LentMemory {
  readonly #free: Buffer[] = [];

  /**
   * Lends memory that is good until a response has left, or never will, unless it is taken back before.
   *
   * Over HTTP/1.1 alone: a stream of HTTP/2 is over before the connection has sent what it wrote.
   */
  for(response: ServerResponse): Loan {
    return new Loan(this.#free, response);
  }
}

/** What is lent for one answer. */
export class Loan {
  readonly #free: Buffer[];
  readonly #response: ServerResponse;
  #lent: Buffer[] | undefined;
  /** Of the slab that was lent last. */
  #used = 0;
  #hasLeft = false;
  /** Answers memory for so many bytes; memory of its own when the response has left. */
  readonly memory: Memory = (bytes) => this.#lend(bytes);

  constructor(free: Buffer[], response: ServerResponse) {
    this.#free = free;
    this.#response = response;
  }

  /** Takes back what has been lent so far; what is lent from now on may be the same. */
  takeBack(): void {
    const lent = this.#lent?.splice(0) ?? [];
    this.#free.push(...lent.slice(0, MOST_FREE_SLABS - this.#free.length));
  }

  #lend(bytes: number): Buffer {
    if (this.#hasLeft || bytes > SLAB_BYTES) return Buffer.allocUnsafe(bytes);
    this.#lent ??= this.#begin();
    let slab = this.#lent.at(-1);
    if (!slab || this.#used + bytes > SLAB_BYTES) {
      slab = this.#free.pop() ?? Buffer.allocUnsafeSlow(SLAB_BYTES);
      this.#lent.push(slab);
      this.#used = 0;
    }
    this.#used += bytes;
    return slab.subarray(this.#used - bytes, this.#used);
  }

  #begin(): Buffer[] {
    this.#response.once('close', () => {
      this.#hasLeft = true;
      this.takeBack();
    });
    return [];
  }
}
