import { Heap, NOWHERE, type Seat } from './heap.ts';
import {
  becomesVisibleBefore,
  type IndexedMessage,
  type MessageCounts,
  type MessageLine,
  TURN,
} from './message-index.ts';

/** Messages that are received in the order in which they were sent. */
interface MessageGroup {
  readonly messages: Heap<IndexedMessage>;
  /** Tells which group became ready earlier. */
  readySince: number;
  /** Where it stands among the groups that are ready. */
  turn: number;
}

const TURN_OF_GROUP: Seat<MessageGroup> = {
  positionOf: (group) => group.turn,
  move: (group, position) => {
    group.turn = position;
  },
};

const PLACE_IN_GROUP: Seat<IndexedMessage> = {
  positionOf: (message) => message.placeInGroup,
  move: (message, position) => {
    message.placeInGroup = position;
  },
};

/**
 * The line of a FIFO queue. Of a group, messages can be received from its first one up to, and not
 * beyond, one that is in flight or delayed: so none overtakes another, and one that was shown again
 * early comes again while later ones are still in flight (observed on AWS). A group that becomes
 * ready stands behind those that are so already (observed on AWS); a receive takes as much of one
 * group as it can before it goes on to the next (Amazon SQS developer guide, FIFO delivery logic).
 */
export class FifoLine implements MessageLine {
  readonly #groups = new Map<string, MessageGroup>();
  /** The groups whose first message can be received, in the order in which they became so. */
  readonly #ready = new Heap<MessageGroup>(
    (left, right) => left.readySince < right.readySince,
    TURN_OF_GROUP,
  );
  readonly #waiting = new Heap(becomesVisibleBefore, TURN);
  #messages = 0;
  #inFlight = 0;
  #timesReady = 0;

  add(message: IndexedMessage): void {
    const { receipt, sentAtMs, visibleAtMs } = message.state;
    message.isWaiting = receipt !== undefined || visibleAtMs > sentAtMs;
    if (message.isWaiting) this.#waiting.add(message);
    if (receipt) this.#inFlight++;
    this.#messages++;
    const group = this.#groupOf(message);
    group.messages.add(message);
    this.#review(group);
  }

  remove(message: IndexedMessage): void {
    this.#show(message);
    this.#messages--;
    const group = this.#groupOf(message);
    group.messages.remove(message);
    this.#review(group);
    if (group.messages.size === 0) this.#groups.delete(message.state.groupId ?? '');
  }

  ready(nowMs: number, count: number): number[] {
    this.#settle(nowMs);
    const numbers: number[] = [];
    for (const { messages } of this.#ready.least(count)) {
      for (const message of messages.least(count - numbers.length)) {
        if (message.isWaiting) break;
        numbers.push(message.number);
      }
    }
    return numbers;
  }

  /** Of every group, however many newer messages stand in another. */
  readyUpTo(lastNumber: number, nowMs: number, count: number): number[] {
    this.#settle(nowMs);
    const numbers: number[] = [];
    for (const group of this.#groups.values()) {
      if (numbers.length === count) break;
      if (!this.#ready.has(group)) continue;
      for (const message of group.messages.least(count - numbers.length)) {
        if (message.isWaiting || message.number > lastNumber) break;
        numbers.push(message.number);
      }
    }
    return numbers;
  }

  counts(nowMs: number): MessageCounts {
    this.#settle(nowMs);
    const inFlight = this.#inFlight;
    const waiting = this.#waiting.size;
    return { visible: this.#messages - waiting, inFlight, delayed: waiting - inFlight };
  }

  nextVisibleAtMs(nowMs: number): number | undefined {
    this.#settle(nowMs);
    return this.#waiting.first()?.state.visibleAtMs;
  }

  #settle(nowMs: number): void {
    for (let next = this.#waiting.first(); next && next.state.visibleAtMs <= nowMs; ) {
      this.#show(next);
      this.#review(this.#groupOf(next));
      next = this.#waiting.first();
    }
  }

  /** Lets a message wait no longer. */
  #show(message: IndexedMessage): void {
    if (!message.isWaiting) return;
    this.#waiting.remove(message);
    if (message.state.receipt) this.#inFlight--;
    message.isWaiting = false;
  }

  #groupOf({ state: { groupId = '' } }: IndexedMessage): MessageGroup {
    let group = this.#groups.get(groupId);
    if (!group) {
      group = {
        messages: new Heap(wasAddedBefore, PLACE_IN_GROUP),
        readySince: 0,
        turn: NOWHERE,
      };
      this.#groups.set(groupId, group);
    }
    return group;
  }

  /** Has the group among those that are ready if, and only if, its first message can be received. */
  #review(group: MessageGroup): void {
    const first = group.messages.first();
    const isReady = first !== undefined && !first.isWaiting;
    if (isReady === this.#ready.has(group)) return;
    if (isReady) {
      group.readySince = ++this.#timesReady;
      this.#ready.add(group);
    } else {
      this.#ready.remove(group);
    }
  }
}

const wasAddedBefore = (left: IndexedMessage, right: IndexedMessage) => left.number < right.number;
