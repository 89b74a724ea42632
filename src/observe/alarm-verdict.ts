import type { StateValue } from './alarm.ts';

/** What a metric was in one period that is over. */
export interface Datapoint {
  /** The beginning of the period; epoch milliseconds. */
  readonly timestampMs: number;
  /** Undefined when there was no data. */
  readonly value: number | undefined;
  readonly sampleCount?: number;
}

/** A period with data. */
export interface RealDatapoint extends Datapoint {
  readonly value: number;
}

/** What an evaluation finds. */
export interface Verdict {
  readonly state: StateValue;
  /** The data that it goes by, the latest first, and which of them are beyond the threshold. */
  readonly real: readonly RealDatapoint[];
  readonly breaching: readonly RealDatapoint[];
  /** How many periods without data were counted, as `treatMissingData` says. */
  readonly filled: number;
}
