import type { Failure, HydratedRecord } from './failure.ts';

/** What can be told, without running the function, of which records it fails on. */
export interface FailingRecords {
  /** Indexes of records; empty when it cannot be told. */
  readonly indexes: readonly number[];
  readonly text: string;
}

/** @param error the handler's error, where its log had it */
export function whichFail(
  failure: Failure,
  records: readonly HydratedRecord[],
  error: string | undefined,
): FailingRecords {
  const nobody = (text: string) => ({ indexes: [], text });
  if (records.length === 0) return nobody('There is no record to tell of.');
  if (failure.condition !== 'RetryAttemptsExhausted') {
    return nobody('The records were given up for their age, which tells nothing of the function.');
  }
  if (failure.records === 1 && records.length === 1) {
    return { indexes: [0], text: 'The function failed on this record alone.' };
  }
  const named = records.flatMap(({ sequenceNumber }, index) =>
    error?.includes(sequenceNumber) ? [index] : [],
  );
  if (named.length > 0) return { indexes: named, text: 'The error in the log names them.' };
  if (isOwnReport(failure)) {
    const text = 'The function reported failures itself (batchItemFailures), this record first.';
    return { indexes: [0], text };
  }
  return nobody('It cannot be told which; `sluicebox failures test` tries each of them.');
}

/** It returned, and yet failed: then the range begins at the first record that it reported. */
function isOwnReport({ raw, functionError, condition }: Failure): boolean {
  if (functionError !== undefined || condition !== 'RetryAttemptsExhausted') return false;
  const { responseContext } = JSON.parse(raw) as { responseContext?: unknown };
  return typeof responseContext === 'object' && responseContext !== null;
}
