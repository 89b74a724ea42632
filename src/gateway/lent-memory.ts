import type { ServerResponse } from 'node:http';
import type { Memory } from '../wire/message.ts';

const SLAB_BYTES = 1024 * 1024;
/** As many as two full pages of GetRecords take: the next one is asked for before one has left. */
const MOST_FREE_SLABS = 48;

/** What is lent for one answer. */
export interface Loan {
  readonly memory: Memory;
  /** Takes back what has been lent so far; what is lent then may be the same. */
  readonly takeBack: () => void;
}

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
    const lent: Buffer[] = [];
    let used = 0;
    let isFirst = true;
    let hasLeft = false;
    const takeBack = () => {
      this.#free.push(...lent.splice(0).slice(0, MOST_FREE_SLABS - this.#free.length));
    };
    const begin = () => {
      isFirst = false;
      response.once('close', () => {
        hasLeft = true;
        takeBack();
      });
    };
    const memory = (bytes: number) => {
      if (hasLeft || bytes > SLAB_BYTES) return Buffer.allocUnsafe(bytes);
      if (isFirst) begin();
      if (lent.length === 0 || used + bytes > SLAB_BYTES) {
        lent.push(this.#free.pop() ?? Buffer.allocUnsafeSlow(SLAB_BYTES));
        used = 0;
      }
      used += bytes;
      return (lent.at(-1) as Buffer).subarray(used - bytes, used);
    };
    return { memory, takeBack };
  }
}
