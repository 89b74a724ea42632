import { Heap, NOWHERE, type Seat } from './heap.ts';
import type { MessageState } from './message.ts';
import type { MessageChunk } from './message-chunk.ts';

/** A message as its queue's index knows it. */
export interface IndexedMessage {
  readonly number: number;
  readonly chunk: MessageChunk;
  /** Changes only while it stands in no line; when it was sent never changes. */
  state: MessageState;
  /** Whether it cannot be received before some time has passed; kept by the line. */
  isWaiting: boolean;
  /** Where it stands in its line, as the line needs it. */
  turn: number;
  /** Where it stands in its message group, in a FIFO queue. */
  placeInGroup: number;
  /** Where it stands among all, by the time at which it was sent. */
  age: number;
}

const AGE: Seat<IndexedMessage> = {
  positionOf: (message) => message.age,
  move: (message, position) => {
    message.age = position;
  },
};

/** Where a message keeps its place in its line. */
export const TURN: Seat<IndexedMessage> = {
  positionOf: (message) => message.turn,
  move: (message, position) => {
    message.turn = position;
  },
};

/** How many messages of a queue there are in each condition. */
export interface MessageCounts {
  /** Can be received now; in a FIFO queue also those that wait for others of their group. */
  readonly visible: number;
  /** Received, and neither deleted nor visible again. */
  readonly inFlight: number;
  /** Never received, and not visible yet. */
  readonly delayed: number;
}

/** The order in which the messages of a queue can be received: what kinds of queues differ in. */
export interface MessageLine {
  /** Lines a message up, by its state. */
  add(message: IndexedMessage): void;
  /** Takes a message out that is in the line. */
  remove(message: IndexedMessage): void;
  /** The numbers of the next messages that can be received, at most `count`. */
  ready(nowMs: number, count: number): number[];
  /** As `ready`, of the messages that came up to a number; those of the line's order that stand behind newer ones may be left out. */
  readyUpTo(lastNumber: number, nowMs: number, count: number): number[];
  counts(nowMs: number): MessageCounts;
  /** When the next message becomes visible that is not so yet; undefined when none will. */
  nextVisibleAtMs(nowMs: number): number | undefined;
}

/**
 * What a queue holds, in memory and in the order in which it is needed: no receive looks at
 * messages that it does not take.
 */
export class MessageIndex {
  readonly line: MessageLine;
  readonly #messages = new Map<number, IndexedMessage>();
  readonly #bySendTime = new Heap(wasSentBefore, AGE);
  #lastNumber: number;

  /** @param lastNumber the greatest number that was ever given, if that is known; else -1 */
  constructor(line: MessageLine, lastNumber = -1) {
    this.line = line;
    this.#lastNumber = lastNumber;
  }

  /** The greatest number that was given; -1 when none was. */
  get lastNumber(): number {
    return this.#lastNumber;
  }

  /** A message's state as it was committed last; undefined when there is no such message. */
  state(number: number): MessageState | undefined {
    return this.#messages.get(number)?.state;
  }

  /** The chunk that a message is kept in. @throws Error when there is no such message */
  chunkOf(number: number): MessageChunk {
    const message = this.#messages.get(number);
    if (!message) throw new Error(`There is no message ${number}.`);
    return message.chunk;
  }

  /** Every message, in no order. */
  messages(): Iterable<IndexedMessage> {
    return this.#messages.values();
  }

  /** Adds the messages of a chunk; null stands for one that is gone. */
  add(chunk: MessageChunk, states: readonly (MessageState | null)[]): void {
    this.#lastNumber = Math.max(this.#lastNumber, chunk.first + chunk.count - 1);
    let shared: MessageState | undefined;
    for (const [place, state] of states.entries()) {
      if (!state) continue;
      // Messages that were sent together mostly have one state, which then need not be kept ten times.
      shared = shared && isSameSending(shared, state) ? shared : state;
      const number = chunk.first + place;
      const places = { turn: NOWHERE, placeInGroup: NOWHERE, age: NOWHERE };
      const added = { number, chunk, state: shared, isWaiting: false, ...places };
      this.#messages.set(number, added);
      this.#bySendTime.add(added);
      this.line.add(added);
    }
  }

  /** Gives a message its new state. */
  change(number: number, state: MessageState): void {
    const message = this.#messages.get(number);
    if (!message) return;
    this.line.remove(message);
    message.state = state;
    this.line.add(message);
  }

  remove(number: number): void {
    const message = this.#messages.get(number);
    if (!message) return;
    this.#messages.delete(number);
    this.#bySendTime.remove(message);
    this.line.remove(message);
  }

  /** When the oldest message was first sent; undefined when there is none. */
  get oldestSentAtMs(): number | undefined {
    return this.#bySendTime.first()?.state.sentAtMs;
  }

  /** The numbers of the oldest messages that were sent at or before `sentAtMs`. */
  sentBy(sentAtMs: number, count: number): number[] {
    const first = this.#bySendTime.first();
    if (!first || first.state.sentAtMs > sentAtMs) return [];
    const oldest = this.#bySendTime.least(count);
    return oldest.filter(({ state }) => state.sentAtMs <= sentAtMs).map(({ number }) => number);
  }
}

/** The order in which messages become visible; of the same time, the one sent first comes first. */
export function becomesVisibleBefore(left: IndexedMessage, right: IndexedMessage): boolean {
  const laterMs = left.state.visibleAtMs - right.state.visibleAtMs;
  return laterMs === 0 ? left.number < right.number : laterMs < 0;
}

function wasSentBefore(left: IndexedMessage, right: IndexedMessage): boolean {
  const laterMs = left.state.sentAtMs - right.state.sentAtMs;
  return laterMs === 0 ? left.number < right.number : laterMs < 0;
}

/** Whether two states, both of messages that nobody has received, are the same. */
function isSameSending(one: MessageState, other: MessageState): boolean {
  return (
    one.receiveCount + other.receiveCount === 0 &&
    one.sentAtMs === other.sentAtMs &&
    one.visibleAtMs === other.visibleAtMs &&
    one.groupId === other.groupId
  );
}
