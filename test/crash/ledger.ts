import type { Violation } from './violation.ts';

/** Where a record was put, as it was answered. */
export interface PutAnswer {
  readonly shardId: string;
  readonly sequenceNumber: string;
}

/** A request that puts records of one producer. */
export interface Put {
  readonly streamName: string;
  /** What the entries are known by, in their order. */
  readonly ids: readonly string[];
  /** The time of the world when it was asked; known only where time stands still. */
  readonly worldMs?: number;
  /** Absent as long as no answer came: then the records may be there or not. */
  answers?: readonly PutAnswer[];
}

/** What became of a message of the queue with traffic of its own. Moments are counted, not timed. */
export interface MessageLife {
  readonly id: string;
  /** The send was answered. */
  isSent: boolean;
  /** A delete was asked for, whether or not it was answered. */
  isDeleteAsked: boolean;
  /** When the delete was answered; absent too when its handle might have been out of date. */
  deletedAt?: number;
  /** When the requests began that it came with. */
  readonly receivedAt: number[];
}

/** What was asked of the server and what it answered: all that may be held against it. */
export class Ledger {
  readonly puts: Put[] = [];
  readonly messages = new Map<string, MessageLife>();
  readonly #closedShards = new Map<string, Set<string>>();
  /** Errors that the server answered to requests that are in order. */
  readonly refusals: string[] = [];
  /** Messages that nobody sent, or that are not as they were sent. */
  readonly strangeMessages: string[] = [];
  #moment = 0;

  /** The next moment; greater than all before. */
  moment(): number {
    return ++this.#moment;
  }

  /** The shards of a stream whose end was answered. */
  closedOf(streamName: string): ReadonlySet<string> {
    return this.#closedShards.get(streamName) ?? new Set();
  }

  closed(streamName: string, ...shardIds: readonly string[]): void {
    this.#closedShards.set(streamName, new Set([...this.closedOf(streamName), ...shardIds]));
  }

  put(put: Put): Put {
    this.puts.push(put);
    return put;
  }

  send(id: string): MessageLife {
    const life = { id, isSent: false, isDeleteAsked: false, receivedAt: [] };
    this.messages.set(id, life);
    return life;
  }

  /** What no server in its right mind answers. */
  strangers(): Violation[] {
    return [
      ...this.refusals.map((found) => ({
        law: 'a request in order is not refused',
        expected: 'an answer',
        found,
      })),
      ...this.strangeMessages.map((found) => ({
        law: 'a queue holds what was sent',
        expected: 'a message that was sent, byte for byte',
        found,
      })),
    ];
  }

  /** Notes a message that came with a request that began at `begunAt`. */
  received(id: string | undefined, body: string, begunAt: number): MessageLife | undefined {
    const life = this.messages.get(id ?? '');
    if (life) life.receivedAt.push(begunAt);
    else this.strangeMessages.push(body.slice(0, 100));
    return life;
  }
}
