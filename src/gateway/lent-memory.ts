import type { ServerResponse } from 'node:http';
import type { Memory } from '../wire/message.ts';

const SLAB_BYTES = 1024 * 1024;
/** As many as two full pages of GetRecords take: the next one is asked for before one has left. */
const MOST_FREE_SLABS = 48;

/**
 * Memory for requests and answers that are large, used again and again: memory that comes and goes
 * with every request had the garbage collector run for a fourth of the time of a full page of
 * records, and the system hand out as many pages of its own.
 */
export class LentMemory {
  readonly #free: Buffer[] = [];

  /**
   * Answers whom to ask for memory that is good until a response has left, or never will.
   *
   * Over HTTP/1.1 alone: a stream of HTTP/2 is over before the connection has sent what it wrote.
   */
  for(response: ServerResponse): Memory {
    const lent: Buffer[] = [];
    let slab: Buffer | undefined;
    let used = 0;
    let hasLeft = false;
    const takeBack = () => {
      hasLeft = true;
      this.#takeBack(lent);
    };
    return (bytes) => {
      if (hasLeft || bytes > SLAB_BYTES) return Buffer.allocUnsafe(bytes);
      if (!slab || used + bytes > SLAB_BYTES) {
        if (!slab) response.once('close', takeBack);
        slab = this.#free.pop() ?? Buffer.allocUnsafeSlow(SLAB_BYTES);
        lent.push(slab);
        used = 0;
      }
      used += bytes;
      return slab.subarray(used - bytes, used);
    };
  }

  #takeBack(lent: readonly Buffer[]): void {
    this.#free.push(...lent.slice(0, MOST_FREE_SLABS - this.#free.length));
  }
}
