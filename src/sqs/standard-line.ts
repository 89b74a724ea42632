import { Heap } from './heap.ts';
import {
  becomesVisibleBefore,
  type IndexedMessage,
  type MessageCounts,
  type MessageLine,
  TURN,
} from './message-index.ts';

/**
 * The line of a standard queue. Messages are ready in the order in which they became visible; of
 * the same time, the one sent first comes first.
 */
export class StandardLine implements MessageLine {
  readonly #ready = new Heap(becomesVisibleBefore, TURN);
  readonly #waiting = new Heap(becomesVisibleBefore, TURN);
  #inFlight = 0;

  /** Puts a message with those that wait, or, if it never has to, with those that are ready. */
  add(message: IndexedMessage): void {
    const { receipt, sentAtMs, visibleAtMs } = message.state;
    message.isWaiting = receipt !== undefined || visibleAtMs > sentAtMs;
    (message.isWaiting ? this.#waiting : this.#ready).add(message);
    if (receipt) this.#inFlight++;
  }

  remove(message: IndexedMessage): void {
    const { isWaiting, state } = message;
    (isWaiting ? this.#waiting : this.#ready).remove(message);
    if (isWaiting && state.receipt) this.#inFlight--;
    message.isWaiting = false;
  }

  ready(nowMs: number, count: number): number[] {
    this.#settle(nowMs);
    return this.#ready.least(count).map((message) => message.number);
  }

  readyUpTo(lastNumber: number, nowMs: number, count: number): number[] {
    return this.ready(nowMs, count).filter((number) => number <= lastNumber);
  }

  counts(nowMs: number): MessageCounts {
    this.#settle(nowMs);
    const inFlight = this.#inFlight;
    return { visible: this.#ready.size, inFlight, delayed: this.#waiting.size - inFlight };
  }

  nextVisibleAtMs(nowMs: number): number | undefined {
    this.#settle(nowMs);
    return this.#waiting.first()?.state.visibleAtMs;
  }

  #settle(nowMs: number): void {
    for (let next = this.#waiting.first(); next && next.state.visibleAtMs <= nowMs; ) {
      this.remove(next);
      this.#ready.add(next);
      next = this.#waiting.first();
    }
  }
}
