import type { BatchEvent, EventMap, Events } from '../../observe/events.ts';

/** One invocation of the function, as it was observed. */
export interface Attempt {
  readonly sequenceNumbers: readonly string[];
  readonly attempt: number;
  readonly hasSucceeded: boolean;
}

export type Discard = EventMap['batch-discarded'];

/** Keeps what is observed of batches, and tells when records are settled. */
export class Observation {
  readonly attempts: Attempt[] = [];
  readonly discards: Discard[] = [];
  readonly #settled = new Set<string>();
  readonly #waiting = new Set<() => void>();

  constructor(events: Events) {
    const note = (event: BatchEvent, hasSucceeded: boolean) => {
      const { sequenceNumbers, attempt } = event;
      this.attempts.push({ sequenceNumbers, attempt, hasSucceeded });
    };
    events.on('batch-failed', (event) => note(event, false));
    events.on('batch-succeeded', (event) => {
      note(event, true);
      this.#settle(event);
    });
    events.on('batch-discarded', (event) => {
      this.discards.push(event);
      this.#settle(event);
    });
    events.on('destination-failed', (event) => this.#settle(event));
  }

  /** Resolves when each of the records was processed or given up. */
  settled(sequenceNumbers: readonly string[]): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!sequenceNumbers.every((number) => this.#settled.has(number))) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  /** The attempts in which any of the records took part, in the order in which they ended. */
  attemptsWith(sequenceNumbers: readonly string[]): Attempt[] {
    return this.attempts.filter((attempt) => overlap(attempt.sequenceNumbers, sequenceNumbers));
  }

  #settle({ sequenceNumbers }: BatchEvent): void {
    for (const number of sequenceNumbers) this.#settled.add(number);
    for (const check of [...this.#waiting]) check();
  }
}

const overlap = (some: readonly string[], others: readonly string[]) =>
  some.some((one) => others.includes(one));
