/** What was done with a queue in some time. */
export interface Usage {
  /** Messages that were sent; what became a dead letter was not. */
  readonly sent: number;
  /** What they weighed: together, the least and the most of them; 0 when there was none. */
  readonly sentBytes: number;
  readonly leastBytes: number;
  readonly mostBytes: number;
  /** Messages that were given out, each time anew. */
  readonly received: number;
  readonly emptyReceives: number;
  readonly deleted: number;
}

const NOTHING: Usage = {
  ...{ sent: 0, sentBytes: 0, leastBytes: 0, mostBytes: 0 },
  ...{ received: 0, emptyReceives: 0, deleted: 0 },
};

/** Counts what is done with a queue. In memory alone: after a restart it begins anew. */
export class QueueUsage {
  readonly #onUse: () => void;
  #usage: { -readonly [Name in keyof Usage]: Usage[Name] } = { ...NOTHING };
  #isUsed = false;

  /** @param onUse called at the first thing that is counted, and after `take` again */
  constructor(onUse: () => void) {
    this.#onUse = onUse;
  }

  sent(bytes: number): void {
    const usage = this.#usage;
    usage.leastBytes = usage.sent === 0 ? bytes : Math.min(usage.leastBytes, bytes);
    usage.mostBytes = Math.max(usage.mostBytes, bytes);
    usage.sentBytes += bytes;
    usage.sent += 1;
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
