import { Heap } from './heap.ts';
import type { MessageState } from './message.ts';

interface IndexedMessage {
  readonly number: number;
  readonly sentAtMs: number;
  readonly visibleAtMs: number;
  readonly wasReceived: boolean;
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
  #inFlight = 0;
  #lastNumber = -1;

  /** The highest message number there has been, or -1. */
  get lastNumber(): number {
    return this.#lastNumber;
  }

  /** Adds a message, or gives one that is there its new state. */
  put(number: number, state: MessageState): void {
    this.remove(number);
    const message: IndexedMessage = {
      number,
      sentAtMs: state.sentAtMs,
      visibleAtMs: state.visibleAtMs,
      wasReceived: state.receipt !== undefined,
    };
    this.#messages.set(number, message);
    this.#waiting.add(message);
    this.#bySendTime.add(message);
    if (message.wasReceived) this.#inFlight++;
    this.#lastNumber = Math.max(this.#lastNumber, number);
  }

  remove(number: number): void {
    const message = this.#messages.get(number);
    if (!message) return;
    this.#messages.delete(number);
    this.#bySendTime.remove(message);
    if (this.#waiting.remove(message)) {
      if (message.wasReceived) this.#inFlight--;
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
    return this.#waiting.first()?.visibleAtMs;
  }

  /** The numbers of the oldest messages that were sent at or before `sentAtMs`. */
  sentBy(sentAtMs: number, count: number): number[] {
    const first = this.#bySendTime.first();
    if (!first || first.sentAtMs > sentAtMs) return [];
    const oldest = this.#bySendTime.least(count).filter((message) => message.sentAtMs <= sentAtMs);
    return oldest.map((message) => message.number);
  }

  #settle(nowMs: number): void {
    for (let next = this.#waiting.first(); next && next.visibleAtMs <= nowMs; ) {
      this.#waiting.remove(next);
      this.#ready.add(next);
      if (next.wasReceived) this.#inFlight--;
      next = this.#waiting.first();
    }
  }
}

function becomesVisibleBefore(left: IndexedMessage, right: IndexedMessage): boolean {
  return left.visibleAtMs === right.visibleAtMs
    ? left.number < right.number
    : left.visibleAtMs < right.visibleAtMs;
}

function wasSentBefore(left: IndexedMessage, right: IndexedMessage): boolean {
  return left.sentAtMs === right.sentAtMs
    ? left.number < right.number
    : left.sentAtMs < right.sentAtMs;
}
