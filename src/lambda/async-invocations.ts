import { type Clock, sleep } from '../clock/clock.ts';
import type { Events } from '../observe/events.ts';
import type { EventInvokeConfig } from './known-function.ts';
import { LambdaError, type LambdaErrorCode } from './lambda-error.ts';

/**
 * Waits before the retries of an event that the function failed on: two of them.
 * Source: AWS Lambda developer guide, "How Lambda handles errors and retries with asynchronous
 * invocation".
 */
const RETRY_DELAYS_MS = [60_000, 120_000];
/** What an event is kept for: throttling, and errors of the system. Same source. */
const PASSING_ERRORS: readonly LambdaErrorCode[] = ['TooManyRequestsException', 'ServiceException'];
/** An event is kept for so long, unless its function says otherwise. Same source. */
const LONGEST_AGE_SECONDS = 6 * 3600;
/** One that the function was not given is tried ever more rarely. Same source. */
const FIRST_RETURN_DELAY_MS = 1000;
const LONGEST_RETURN_DELAY_MS = 300_000;

type Limits = Partial<Omit<EventInvokeConfig, 'lastModifiedMs'>>;
type Attempt = (signal: AbortSignal) => Promise<{ readonly functionError?: 'Unhandled' }>;

/**
 * Events that were accepted with status 202 and are now delivered in the background. They are kept
 * in memory only: a restart loses them.
 */
export class AsyncInvocations {
  readonly #clock: Clock;
  readonly #events: Events;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(clock: Clock, events: Events) {
    this.#clock = clock;
    this.#events = events;
  }

  /** Attempts until the function takes the event, or the retries are used up. */
  accept(functionName: string, attempt: Attempt, limits: Limits = {}): void {
    const delivery = this.#deliver(functionName, attempt, limits).finally(() =>
      this.#running.delete(delivery),
    );
    this.#running.add(delivery);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }

  async #deliver(functionName: string, attempt: Attempt, limits: Limits): Promise<void> {
    const { signal } = this.#stop;
    const { maximumRetryAttempts, maximumEventAgeInSeconds = LONGEST_AGE_SECONDS } = limits;
    const endMs = this.#clock.now() + maximumEventAgeInSeconds * 1000;
    const delays = RETRY_DELAYS_MS.slice(0, maximumRetryAttempts);
    for (const delayMs of [...delays, undefined]) {
      const result = await this.#untilInvoked(attempt, endMs);
      if (result === 'taken' || signal.aborted) return;
      // A retry that would come too late is not waited for (choice).
      const isLast = delayMs === undefined || this.#clock.now() + delayMs > endMs;
      if (result === 'refused' || isLast) break;
      await sleep(this.#clock, delayMs, signal);
    }
    if (signal.aborted) return;
    const message = `An asynchronous invocation of ${functionName} was given up.`;
    this.#events.emit('warning', { message });
  }

  async #untilInvoked(attempt: Attempt, endMs: number): Promise<'taken' | 'failed' | 'refused'> {
    const { signal } = this.#stop;
    for (let delayMs = FIRST_RETURN_DELAY_MS; ; delayMs *= 2) {
      try {
        const { functionError } = await attempt(signal);
        return functionError ? 'failed' : 'taken';
      } catch (error) {
        const isPassing = error instanceof LambdaError && PASSING_ERRORS.includes(error.code);
        if (!isPassing || signal.aborted || this.#clock.now() >= endMs) return 'refused';
        await sleep(this.#clock, Math.min(delayMs, LONGEST_RETURN_DELAY_MS), signal);
      }
    }
  }
}
