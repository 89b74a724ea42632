import type { Verdict } from './outcome.ts';
import { type Pace, refusalDelayMs, retryDelayMs } from './pace.ts';
import type { EventSourceMappingSettings } from './settings.ts';

/** What becomes of a batch after an attempt. */
export type Decision =
  | { readonly type: 'done' }
  /** Everything before `from` is done; the rest is a new batch, tried at once. */
  | { readonly type: 'keep-rest'; readonly from: number }
  /** Split at `at`: left half first, both new batches, tried at once. */
  | { readonly type: 'split'; readonly at: number }
  /** The same batch again. `counts` when the attempt used up a retry. */
  | { readonly type: 'retry'; readonly delayMs: number; readonly counts: boolean }
  | { readonly type: 'give-up' };

/** What the decision depends on besides the verdict. */
export interface Standing {
  readonly size: number;
  /** Failed attempts before this one. */
  readonly attempts: number;
  /** Refusals in a row before this one. */
  readonly refusals: number;
}

/**
 * Decides what to do next with a batch: the order of the rules is AWS's. A batch of more than one
 * record is halved at its first failure and never retried whole; a single one is retried until its
 * retries are used up; a refusal is neither counted nor a reason to split.
 */
export function decide(
  verdict: Verdict,
  standing: Standing,
  { settings, pace }: { settings: EventSourceMappingSettings; pace: Pace },
): Decision {
  if (verdict.type === 'succeeded') return { type: 'done' };
  if (verdict.type === 'partly') return { type: 'keep-rest', from: verdict.failedFrom };
  if (verdict.type === 'refused') {
    return { type: 'retry', delayMs: refusalDelayMs(pace, standing.refusals + 1), counts: false };
  }
  if (settings.bisectBatchOnFunctionError && standing.size > 1) {
    return { type: 'split', at: Math.floor(standing.size / 2) };
  }
  const attempts = standing.attempts + 1;
  const { maximumRetryAttempts } = settings;
  if (maximumRetryAttempts >= 0 && attempts > maximumRetryAttempts) return { type: 'give-up' };
  return { type: 'retry', delayMs: retryDelayMs(pace, attempts), counts: true };
}
