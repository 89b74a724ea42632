/** A pending call that has not been made yet. */
export interface Timer {
  /** Prevents the call. Does nothing when it was made already. */
  cancel(): void;
}

/**
 * The only source of time in the product. Everything that waits or looks at the time is given a
 * clock, so that a test or a simulation can live through a week in a second.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `callback` once, never before this function returned, as soon as `now()` ≥ `atMs`. */
  at(atMs: number, callback: () => void): Timer;
}

/** Resolves once `delayMs` milliseconds have passed, or at once when `signal` is aborted. */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const wake = () => {
      timer.cancel();
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const timer = clock.at(clock.now() + delayMs, wake);
    signal?.addEventListener('abort', wake, { once: true });
  });
}
