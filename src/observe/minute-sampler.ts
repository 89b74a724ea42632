import type { Clock, Timer } from '../clock/clock.ts';
import { MINUTE_MS, minuteOf, type Sample } from './metric-buckets.ts';

/** Tells what was measured in the minute that ends at a time; each minute is asked for once. */
export type MinuteSamples = (endMs: number) => Iterable<Sample>;

interface MinuteSamplerOptions {
  readonly clock: Clock;
  readonly samples: MinuteSamples;
  readonly add: (sample: Sample) => void;
}

/** So long after something happened, each minute is measured; later those that somebody asks for. */
const AWAKE_MS = 3_600_000;

/**
 * Measures at the end of full minutes: of each for an hour after `wake`, and of the last one whenever
 * somebody looks. A clock that is moved by hand would stop at every minute of a year otherwise.
 */
export class MinuteSampler {
  readonly #options: MinuteSamplerOptions;
  #timer: Timer | undefined;
  #awakeUntilMs = Number.NEGATIVE_INFINITY;
  /** The end of the last minute that needs no measuring any more. */
  #doneMs: number;
  #isClosed = false;

  constructor(options: MinuteSamplerOptions) {
    this.#options = options;
    this.#doneMs = minuteOf(options.clock.now());
  }

  /** Something happened that will be seen at the end of this minute. */
  wake(): void {
    const nowMs = this.#options.clock.now();
    this.#awakeUntilMs = nowMs + AWAKE_MS;
    // What is there now was not there in the minutes before, of which nobody asked.
    if (!this.#timer) this.#doneMs = minuteOf(nowMs);
    this.#wait();
  }

  /** Measures the last full minute, unless it was. */
  catchUp(): void {
    const endMs = minuteOf(this.#options.clock.now());
    if (endMs <= this.#doneMs) return;
    this.#doneMs = endMs;
    for (const sample of this.#options.samples(endMs)) this.#options.add(sample);
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  #wait(): void {
    const { clock } = this.#options;
    const nowMs = clock.now();
    if (this.#timer || this.#isClosed || nowMs >= this.#awakeUntilMs) return;
    this.#timer = clock.at(minuteOf(nowMs) + MINUTE_MS, () => {
      this.#timer = undefined;
      this.catchUp();
      this.#wait();
    });
  }
}
