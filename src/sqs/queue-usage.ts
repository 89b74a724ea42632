import { addTo, type MutableSet, type StatisticSet, setOf } from '../observe/metric-statistics.ts';

/** What was done with a queue in some time. */
export interface Usage {
  /** The bytes of the messages that were sent; what became a dead letter was not. */
  readonly sent: StatisticSet | undefined;
  /** Messages that were given out, each time anew. */
  readonly received: number;
  readonly emptyReceives: number;
  readonly deleted: number;
}

/** The same while it is counted. */
type Counted = { -readonly [Name in Exclude<keyof Usage, 'sent'>]: Usage[Name] } & {
  sent: MutableSet | undefined;
};

const NOTHING = { sent: undefined, received: 0, emptyReceives: 0, deleted: 0 };

/** Counts what is done with a queue. In memory alone: after a restart it begins anew. */
export class QueueUsage {
  readonly #onUse: () => void;
  #usage: Counted = { ...NOTHING };
  #isUsed = false;

  /** @param onUse called at the first thing that is counted, and after `take` again */
  constructor(onUse: () => void) {
    this.#onUse = onUse;
  }

  sent(bytes: number): void {
    const { sent } = this.#usage;
    if (sent) addTo(sent, bytes);
    else this.#usage.sent = setOf(bytes);
    this.#use();
  }

  /** @param messages how many a receive was given, 0 when it was empty */
  received(messages: number): void {
    this.#usage.received += messages;
    if (messages === 0) this.#usage.emptyReceives += 1;
    this.#use();
  }

  deleted(): void {
    this.#usage.deleted += 1;
    this.#use();
  }

  /** What was counted since this was asked last; undefined when nothing was. */
  take(): Usage | undefined {
    if (!this.#isUsed) return undefined;
    const usage = this.#usage;
    this.#usage = { ...NOTHING };
    this.#isUsed = false;
    return usage;
  }

  #use(): void {
    if (this.#isUsed) return;
    this.#isUsed = true;
    this.#onUse();
  }
}
