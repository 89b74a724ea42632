import type { Transaction } from '../store/store.ts';
import { Heap } from './heap.ts';
import type { MessageState } from './message.ts';

interface IndexedMessage {
  readonly number: number;
  readonly state: MessageState;
}

/** How many messages of a queue there are in each condition. */
export interface MessageCounts {
  /** Can be received now. */
  readonly visible: number;
  /** Received, and neither deleted nor visible again. */
  readonly inFlight: number;
  /** Never received, and not visible yet. */
  readonly delayed: number;
}

/**
 * What a queue holds, in memory and in the order in which it is needed: no receive looks at
 * messages that it does not take. Messages are ready in the order in which they became visible;
 * of the same time, the one sent first comes first.
 */
export class MessageIndex {
  readonly #messages = new Map<number, IndexedMessage>();
  readonly #ready = new Heap<IndexedMessage>(becomesVisibleBefore);
  readonly #waiting = new Heap<IndexedMessage>(becomesVisibleBefore);
  readonly #bySendTime = new Heap<IndexedMessage>(wasSentBefore);
  readonly #lastNumberIn = new WeakMap<Transaction, number>();
  #inFlight = 0;
  #lastNumber = -1;

  /** A number behind those of all messages, the ones of the running transaction included. */
  nextNumber(transaction: Transaction): number {
    const number = Math.max(this.#lastNumber, this.#lastNumberIn.get(transaction) ?? -1) + 1;
    this.#lastNumberIn.set(transaction, number);
    return number;
  }

  /** A message's state as it was committed last; undefined when there is no such message. */
  state(number: number): MessageState | undefined {
    return this.#messages.get(number)?.state;
  }

  /** Adds a message, or gives one that is there its new state. */
  put(number: number, state: MessageState): void {
    this.remove(number);
    const message: IndexedMessage = { number, state };
    this.#messages.set(number, message);
    this.#bySendTime.add(message);
    this.#lastNumber = Math.max(this.#lastNumber, number);
    if (!state.receipt && state.visibleAtMs <= state.sentAtMs) {
      this.#ready.add(message);
      return;
    }
    this.#waiting.add(message);
    if (state.receipt) this.#inFlight++;
  }

  remove(number: number): void {
    const message = this.#messages.get(number);
    if (!message) return;
    this.#messages.delete(number);
    this.#bySendTime.remove(message);
    if (this.#waiting.remove(message)) {
      if (message.state.receipt) this.#inFlight--;
    } else {
      this.#ready.remove(message);
    }
  }

  /** The numbers of the next messages that can be received, at most `count`. */
  ready(nowMs: number, count: number): number[] {
    this.#settle(nowMs);
    return this.#ready.least(count).map((message) => message.number);
  }

  counts(nowMs: number): MessageCounts {
    this.#settle(nowMs);
    const inFlight = this.#inFlight;
    return { visible: this.#ready.size, inFlight, delayed: this.#waiting.size - inFlight };
  }

  /** When the next message becomes visible that is not so yet; undefined when none will. */
  nextVisibleAtMs(nowMs: number): number | undefined {
    this.#settle(nowMs);
    return this.#waiting.first()?.state.visibleAtMs;
  }

  /** The numbers of the oldest messages that were sent at or before `sentAtMs`. */
  sentBy(sentAtMs: number, count: number): number[] {
    const first = this.#bySendTime.first();
    if (!first || first.state.sentAtMs > sentAtMs) return [];
    const oldest = this.#bySendTime.least(count);
    return oldest.filter(({ state }) => state.sentAtMs <= sentAtMs).map(({ number }) => number);
  }

  #settle(nowMs: number): void {
    for (let next = this.#waiting.first(); next && next.state.visibleAtMs <= nowMs; ) {
      this.#waiting.remove(next);
      this.#ready.add(next);
      if (next.state.receipt) this.#inFlight--;
      next = this.#waiting.first();
    }
  }
}

function becomesVisibleBefore(left: IndexedMessage, right: IndexedMessage): boolean {
  const [leftMs, rightMs] = [left.state.visibleAtMs, right.state.visibleAtMs];
  return leftMs === rightMs ? left.number < right.number : leftMs < rightMs;
}

function wasSentBefore(left: IndexedMessage, right: IndexedMessage): boolean {
  const [leftMs, rightMs] = [left.state.sentAtMs, right.state.sentAtMs];
  return leftMs === rightMs ? left.number < right.number : leftMs < rightMs;
}
