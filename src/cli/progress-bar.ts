import type { Clock } from '../clock/clock.ts';
import { durationText } from './failures-lines.ts';

/** Where progress is shown. */
export interface ProgressOutput {
  /** A line of its own. */
  say(line: string): void;
  /** The line that is written over and over; '' takes it away. Absent without a terminal. */
  progress?(text: string): void;
}

export interface ProgressOptions {
  readonly clock: Clock;
  readonly total: number;
  /** What is counted, and what was done with it: `messages read`. */
  readonly what: string;
}

/** Takes away what was drawn, for a line of another kind. */
export const CLEAR_LINE = '\r\x1b[K';

const CELLS = 24;
/** Without a terminal nobody watches: a line now and then is enough to see in a log that it goes on. */
const LINE_EVERY_MS = 10_000;

/** How far something is: a bar on a terminal, plain counts elsewhere. */
export class ProgressBar {
  readonly #output: ProgressOutput;
  readonly #options: ProgressOptions;
  readonly #startMs: number;
  #lineMs: number;
  #done = 0;

  constructor(output: ProgressOutput, options: ProgressOptions) {
    this.#output = output;
    this.#options = options;
    this.#startMs = options.clock.now();
    this.#lineMs = this.#startMs;
  }

  add(count: number): void {
    this.#done += count;
    if (this.#output.progress) this.#draw();
    else this.#line();
  }

  #line(): void {
    const nowMs = this.#options.clock.now();
    if (nowMs - this.#lineMs < LINE_EVERY_MS) return;
    this.#lineMs = nowMs;
    this.#output.say(this.#counts());
  }

  /** Prints something without the bar in between. */
  around(print: () => void): void {
    this.#output.progress?.('');
    print();
    this.#draw();
  }

  end(): void {
    this.#output.progress?.('');
  }

  #draw(): void {
    const share = Math.min(1, this.#done / Math.max(1, this.#options.total));
    const full = Math.floor(share * CELLS);
    const bar = `${'█'.repeat(full)}${'░'.repeat(CELLS - full)}`;
    this.#output.progress?.(`${bar} ${this.#counts()}${this.#pace()}`);
  }

  #counts(): string {
    const { total, what } = this.#options;
    return `${this.#done} of ${total} ${what}`;
  }

  #pace(): string {
    const { clock, total } = this.#options;
    const tookMs = clock.now() - this.#startMs;
    if (this.#done === 0 || tookMs < 1000) return '';
    const leftMs = (tookMs / this.#done) * Math.max(0, total - this.#done);
    const rate = (1000 * this.#done) / tookMs;
    return ` · ${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s · ${durationText(leftMs)} left`;
  }
}
