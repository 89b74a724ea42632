import type { Clock, Timer } from './clock.ts';

/** The longest delay that `setTimeout` can hold; a longer one would fire at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * The machine's own clock. Its timers do not keep the process alive. `setTimeout` measures by
 * another clock than `Date.now` and may be a millisecond early, so who is woken looks again.
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  at(atMs: number, callback: () => void): Timer {
    let handle: NodeJS.Timeout;
    const waitFor = (delayMs: number) => {
      handle = setTimeout(wake, Math.min(Math.max(0, delayMs), LONGEST_TIMEOUT_MS));
      handle.unref();
    };
    const wake = () => {
      const leftMs = atMs - Date.now();
      if (leftMs > 0) waitFor(leftMs);
      else callback();
    };
    waitFor(atMs - Date.now());
    return { cancel: () => clearTimeout(handle) };
  },
};
