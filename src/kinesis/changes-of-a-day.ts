import { KinesisError } from './kinesis-error.ts';
import type { Stream } from './stream.ts';

const DAY_MS = 24 * 3_600_000;

/** Those of some times that lie in the 24 hours before now. */
export function withinADay(timesMs: readonly number[] = [], nowMs: number): number[] {
  return timesMs.filter((timeMs) => timeMs > nowMs - DAY_MS);
}

/** The error for a change that was made too often. The first sentence was observed on AWS. */
export function rateExceeded({ scope, definition }: Stream, why: string): KinesisError {
  const name = `stream ${definition.streamName} under account ${scope.account}`;
  return new KinesisError('LimitExceeded', `Rate exceeded for ${name}. ${why}`);
}
