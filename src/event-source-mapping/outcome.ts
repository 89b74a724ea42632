import { type ItemFailures, readItemFailures } from './item-failures.ts';
import type { EventSourceMappingSettings } from './settings.ts';
import type { StreamRecord } from './stream-record.ts';

/** How an attempt to invoke the function ended. */
export type Outcome =
  | {
      readonly type: 'returned';
      readonly payload: string;
      readonly executedVersion: string;
      readonly durationMs: number;
    }
  /** Raised, timed out, crashed, answered too much: whatever Lambda calls a function error. */
  | {
      readonly type: 'function-error';
      readonly errorType: string;
      readonly message: string;
      readonly executedVersion: string;
      readonly durationMs: number;
    }
  /** Throttled, or a fault of the service: the function did not run. */
  | { readonly type: 'refused'; readonly errorType: string; readonly message: string };

/** What an outcome means for the batch. */
export type Verdict =
  | { readonly type: 'succeeded'; readonly doubt?: string }
  | { readonly type: 'partly'; readonly failedFrom: number }
  | { readonly type: 'failed'; readonly errorType: string; readonly message: string }
  | { readonly type: 'refused'; readonly errorType: string; readonly message: string };

const VERDICTS: {
  readonly [Type in ItemFailures['type']]: (failures: ItemFailures & { type: Type }) => Verdict;
} = {
  none: ({ doubt }) => (doubt === undefined ? { type: 'succeeded' } : { type: 'succeeded', doubt }),
  // No progress when the first record is named: AWS counts it as a failed attempt.
  from: ({ index }) =>
    index > 0
      ? { type: 'partly', failedFrom: index }
      : {
          type: 'failed',
          errorType: 'BatchItemFailures',
          message: 'The function reported the first record of the batch as failed.',
        },
  invalid: () => ({
    type: 'failed',
    errorType: 'InvalidBatchItemFailures',
    message: 'The function reported a failed record that is not in the batch.',
  }),
};

/** Judges an outcome by the mapping's response types. */
export function judge(
  outcome: Outcome,
  records: readonly StreamRecord[],
  settings: EventSourceMappingSettings,
): Verdict {
  if (outcome.type === 'refused') return outcome;
  if (outcome.type === 'function-error') {
    return { type: 'failed', errorType: outcome.errorType, message: outcome.message };
  }
  if (!settings.functionResponseTypes.includes('ReportBatchItemFailures')) {
    return { type: 'succeeded' };
  }
  const failures = readItemFailures(outcome.payload, records);
  return VERDICTS[failures.type](failures as never);
}
