import type { Clock, Timer } from '../clock/clock.ts';
import { MINUTE_MS, type Sample } from './metric-buckets.ts';

/** Tells the samples of the minute that ends at a time, each once; none when nothing is measured. */
export type MinuteSamples = (endMs: number) => readonly Sample[];

interface MinuteSamplerOptions {
  readonly clock: Clock;
  readonly samples: MinuteSamples;
  readonly add: (sample: Sample) => void;
}

/**
 * Takes samples at the end of each full minute, for as long as there are any: a clock that is moved by
 * hand does not stop at every minute of a world in which nothing is measured.
 */
export class MinuteSampler {
  readonly #options: MinuteSamplerOptions;
  #timer: Timer | undefined;
  #dueMs = 0;
  #isClosed = false;

  constructor(options: MinuteSamplerOptions) {
    this.#options = options;
  }

  /** Takes samples from the end of this minute on. */
  wake(): void {
    if (this.#timer || this.#isClosed) return;
    const { clock } = this.#options;
    this.#dueMs = (Math.floor(clock.now() / MINUTE_MS) + 1) * MINUTE_MS;
    this.#timer = clock.at(this.#dueMs, () => this.#take());
  }

  /** Takes the samples that are due at this very moment: others may be called before them. */
  catchUp(): void {
    if (this.#timer && this.#dueMs <= this.#options.clock.now()) this.#take();
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  #take(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const samples = this.#options.samples(this.#dueMs);
    if (samples.length === 0) return;
    for (const sample of samples) this.#options.add(sample);
    this.wake();
  }
}
