/** How long a mapping waits: between reads of an idle shard, and before it tries a batch again. */
export interface Pace {
  /** Pause between reads that bring nothing; undefined: read on as soon as a record arrives. */
  readonly pollIntervalMs: number | undefined;
  /** Wait before the first retry; each further one waits twice as long. */
  readonly firstRetryDelayMs: number;
  readonly longestRetryDelayMs: number;
  /** The longest wait after a refusal, which is nobody's fault and soon over. */
  readonly longestRefusalDelayMs: number;
}

/**
 * `aws`: a shard is polled once a second (Lambda developer guide); the first retry was seen to start
 * 0.2 s after the failure, and the number of calls within a record age of 60 s fits doubling. No
 * upper bound is known: 60 s is our choice.
 *
 * `fast`: for people and tests that do not want to wait. Same order of events, shorter pauses.
 */
export const PACES = {
  aws: {
    pollIntervalMs: 1000,
    firstRetryDelayMs: 200,
    longestRetryDelayMs: 60_000,
    longestRefusalDelayMs: 60_000,
  },
  fast: {
    pollIntervalMs: undefined,
    firstRetryDelayMs: 10,
    longestRetryDelayMs: 60_000,
    longestRefusalDelayMs: 500,
  },
} as const satisfies Record<string, Pace>;

/** The wait, in milliseconds, after the `failures`-th failure in a row (1, 2, …). */
export function retryDelayMs(pace: Pace, failures: number): number {
  return Math.min(pace.firstRetryDelayMs * 2 ** (failures - 1), pace.longestRetryDelayMs);
}

/** The wait, in milliseconds, after the `refusals`-th refusal in a row (1, 2, …). */
export function refusalDelayMs(pace: Pace, refusals: number): number {
  return Math.min(retryDelayMs(pace, refusals), pace.longestRefusalDelayMs);
}
