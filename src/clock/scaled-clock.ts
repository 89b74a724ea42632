import type { Clock } from './clock.ts';

/**
 * A clock that runs `speed` times as fast as `base`, from the moment at which it is made: with 60,
 * an hour takes a minute. It begins at `startMs`, in milliseconds since the Unix epoch; unless
 * given, at the time of `base`.
 */
export function scaledClock(base: Clock, speed: number, startMs = base.now()): Clock {
  const baseStartMs = base.now();
  return {
    now: () => startMs + Math.floor((base.now() - baseStartMs) * speed),
    at: (atMs, callback) => base.at(baseStartMs + Math.ceil((atMs - startMs) / speed), callback),
  };
}
