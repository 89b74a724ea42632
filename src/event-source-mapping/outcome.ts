import { type ItemFailures, readItemFailures } from './item-failures.ts';
import type { EventSourceMappingSettings } from './settings.ts';
import type { StreamRecord } from './stream-record.ts';
import { readWindowState } from './window-state.ts';

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
  | { readonly type: 'succeeded'; readonly doubt?: string; readonly state?: string }
  | { readonly type: 'partly'; readonly failedFrom: number; readonly state?: string }
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

/**
 * Judges an outcome by the mapping's response types. With a tumbling window it must hold the
 * window's state; what succeeded then has it as JSON text.
 */
export function judge(
  outcome: Outcome,
  records: readonly StreamRecord[],
  settings: EventSourceMappingSettings,
): Verdict {
  if (outcome.type === 'refused') return outcome;
  if (outcome.type === 'function-error') {
    return { type: 'failed', errorType: outcome.errorType, message: outcome.message };
  }
  const { functionResponseTypes, tumblingWindowInSeconds } = settings;
  const state = tumblingWindowInSeconds > 0 ? readWindowState(outcome.payload) : undefined;
  if (tumblingWindowInSeconds > 0 && state === undefined) return NO_STATE;
  if (!functionResponseTypes.includes('ReportBatchItemFailures')) {
    return state === undefined ? { type: 'succeeded' } : { type: 'succeeded', state };
  }
  const failures = readItemFailures(outcome.payload, records);
  const verdict = VERDICTS[failures.type](failures as never);
  const isDone = verdict.type === 'succeeded' || verdict.type === 'partly';
  return isDone && state !== undefined ? { ...verdict, state } : verdict;
}

/** Without a state, AWS takes the invocation for a failed one (Lambda developer guide). */
const NO_STATE: Verdict = {
  type: 'failed',
  errorType: 'InvalidTumblingWindowState',
  message: 'The function returned no object with an object "state", as a tumbling window needs.',
};
