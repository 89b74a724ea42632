import { type Clock, sleep } from '../clock/clock.ts';

/**
 * Spreads records over time: at most `recordsPerSecond` on average, a portion at a time. Without a
 * rate, nobody waits. An aborted signal ends the waiting.
 */
export function paceOf(
  clock: Clock,
  recordsPerSecond: number | undefined,
  signal?: AbortSignal,
): (records: number) => Promise<void> {
  if (recordsPerSecond === undefined) return async () => {};
  let freeAtMs = clock.now();
  return async (records) => {
    const startMs = Math.max(freeAtMs, clock.now());
    freeAtMs = startMs + (1000 * records) / recordsPerSecond;
    if (startMs > clock.now()) await sleep(clock, Math.ceil(startMs - clock.now()), signal);
  };
}
