import type { Clock } from './clock.ts';

/**
 * A clock that runs `speed` times as fast as `base`, from the moment at which it is made: with 60,
 * an hour takes a minute.
 */
export function scaledClock(base: Clock, speed: number): Clock {
  const startMs = base.now();
  return {
    now: () => startMs + Math.floor((base.now() - startMs) * speed),
    at: (atMs, callback) => base.at(startMs + Math.ceil((atMs - startMs) / speed), callback),
  };
}
