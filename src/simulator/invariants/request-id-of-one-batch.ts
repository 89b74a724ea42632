import type { Invariant } from './invariant.ts';

/** A batch keeps its request id over its retries, and no other batch ever has it. */
export const requestIdOfOneBatch: Invariant = {
  name: 'a request id belongs to one batch',
  invoked: ({ run, records, requestId }, { requestIds }) => {
    const first = records[0]?.piece;
    const piece = first?.run === run ? first : undefined;
    const owner = requestIds.get(requestId);
    if (owner && owner !== piece) return `request id ${requestId} is another batch's`;
    if (piece?.requestId === undefined || piece.requestId === requestId) return undefined;
    return `a retry of request id ${piece.requestId} has ${requestId}`;
  },
};
