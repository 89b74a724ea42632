import type { Transaction } from '../store/store.ts';
import { Heap, type Place } from './heap.ts';
import type { MessageState } from './message.ts';

interface IndexedMessage {
  readonly number: number;
  /** Changes only while it is neither waiting nor ready; when it was sent never changes. */
  state: MessageState;
  isWaiting: boolean;
  /** Where it stands among those that wait, or among those that are ready. */
  turn?: Place<IndexedMessage>;
  /** Where it stands among all, by the time at which it was sent. */
  age?: Place<IndexedMessage>;
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
    const message = this.#messages.get(number);
    if (message) {
      this.#takeOut(message);
      message.state = state;
      this.#line(message);
      return;
    }
    const added: IndexedMessage = { number, state, isWaiting: false };
    this.#messages.set(number, added);
    this.#lastNumber = Math.max(this.#lastNumber, number);
    added.age = this.#bySendTime.add(added);
    this.#line(added);
  }

  remove(number: number): void {
    const message = this.#messages.get(number);
    if (!message) return;
    this.#messages.delete(number);
    if (message.age) this.#bySendTime.remove(message.age);
    this.#takeOut(message);
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
      this.#takeOut(next);
      next.turn = this.#ready.add(next);
      next = this.#waiting.first();
    }
  }

  /** Lines a message up with those that wait, or, if it never has to, with those that are ready. */
  #line(message: IndexedMessage): void {
    const { receipt, sentAtMs, visibleAtMs } = message.state;
    message.isWaiting = receipt !== undefined || visibleAtMs > sentAtMs;
    message.turn = (message.isWaiting ? this.#waiting : this.#ready).add(message);
    if (receipt) this.#inFlight++;
  }

  #takeOut(message: IndexedMessage): void {
    const { isWaiting, turn, state } = message;
    if (turn) (isWaiting ? this.#waiting : this.#ready).remove(turn);
    if (isWaiting && state.receipt) this.#inFlight--;
    message.isWaiting = false;
  }
}

function becomesVisibleBefore(left: IndexedMessage, right: IndexedMessage): boolean {
  const laterMs = left.state.visibleAtMs - right.state.visibleAtMs;
  return laterMs === 0 ? left.number < right.number : laterMs < 0;
}

function wasSentBefore(left: IndexedMessage, right: IndexedMessage): boolean {
  const laterMs = left.state.sentAtMs - right.state.sentAtMs;
  return laterMs === 0 ? left.number < right.number : laterMs < 0;
}
