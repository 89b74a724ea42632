import type { Clock, Timer } from '../clock/clock.ts';

interface LongPoll<Answer> {
  readonly attempt: () => Answer | undefined;
  readonly finish: (answer: Answer | undefined) => void;
  readonly fail: (error: unknown) => void;
}

/** What a long poll waits with. */
export interface LongPollOptions<Answer> {
  /** Answers what was waited for, or undefined while there is nothing. */
  readonly attempt: () => Answer | undefined;
  /** When to give up, in milliseconds since the Unix epoch. */
  readonly untilMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The receivers that wait for one queue, served in the order in which they came. They are served
 * when messages arrive (`wake`) and when a message becomes visible by the passing of time, for
 * which one timer stands, and only while somebody waits.
 */
export class LongPolls<Answer> {
  readonly #clock: Clock;
  readonly #nextVisibleAtMs: () => number | undefined;
  readonly #polls = new Set<LongPoll<Answer>>();
  #timer: Timer | undefined;
  #isWoken = false;

  /** @param nextVisibleAtMs when the next message becomes visible by the passing of time */
  constructor(clock: Clock, nextVisibleAtMs: () => number | undefined) {
    this.#clock = clock;
    this.#nextVisibleAtMs = nextVisibleAtMs;
  }

  /** Resolves with what an attempt answered, or with undefined at the end of the wait. */
  wait({ attempt, untilMs, signal }: LongPollOptions<Answer>): Promise<Answer | undefined> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#polls.delete(poll);
        deadline.cancel();
        signal?.removeEventListener('abort', giveUp);
        this.#arm();
      };
      const poll: LongPoll<Answer> = {
        attempt,
        finish(answer) {
          leave();
          resolve(answer);
        },
        fail(error) {
          leave();
          reject(error);
        },
      };
      const giveUp = () => poll.finish(undefined);
      const deadline = this.#clock.at(untilMs, giveUp);
      if (signal?.aborted) return giveUp();
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#polls.add(poll);
      this.#arm();
    });
  }

  /** Serves those who wait, once everything else that the present commit brought is in place. */
  wake(): void {
    if (this.#isWoken || this.#polls.size === 0) return;
    this.#isWoken = true;
    queueMicrotask(() => {
      this.#isWoken = false;
      this.serve();
    });
  }

  /** Serves those who wait, one after the other, for as long as there is something for them. */
  serve(): void {
    for (const poll of [...this.#polls]) {
      try {
        const answer = poll.attempt();
        if (answer === undefined) break;
        poll.finish(answer);
      } catch (error) {
        poll.fail(error);
      }
    }
    this.#arm();
  }

  /** Ends every wait: with `error`, or with nothing received. */
  end(error?: unknown): void {
    for (const poll of [...this.#polls]) {
      if (error === undefined) poll.finish(undefined);
      else poll.fail(error);
    }
  }

  #arm(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#polls.size === 0) return;
    const dueMs = this.#nextVisibleAtMs();
    if (dueMs !== undefined) this.#timer = this.#clock.at(dueMs, () => this.serve());
  }
}
