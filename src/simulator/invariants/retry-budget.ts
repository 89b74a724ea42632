import { pieceOf } from '../facts.ts';
import type { Invariant } from './invariant.ts';

/**
 * A batch is handed over 1 + MaximumRetryAttempts times at most, refusals not counted, and is given
 * up for it only when that is used up.
 */
export const retryBudget: Invariant = {
  name: 'a batch uses its retries up, and no more',
  invoked: (invocation) => {
    const piece = pieceOf(invocation);
    const most = invocation.run.settings.maximumRetryAttempts;
    if (most < 0 || !piece || piece.failures <= most) return undefined;
    return `attempt ${piece.failures + 1} with MaximumRetryAttempts ${most}`;
  },
  discarded: (discard) => {
    const { run, records, message } = discard;
    if (message.requestContext.condition !== 'RetryAttemptsExhausted') return undefined;
    const { maximumRetryAttempts: most, bisectBatchOnFunctionError } = run.settings;
    if (most < 0) return 'given up for its retries, which have no limit';
    if (bisectBatchOnFunctionError && records.length > 1) return 'given up before it was split';
    const piece = pieceOf(discard);
    // What is too large is never handed over: its attempts are seen in the failure record alone.
    if (!piece) return undefined;
    if (piece.failures === 1 + most) return undefined;
    return `given up after ${piece.failures} attempts with MaximumRetryAttempts ${most}`;
  },
};
