import { pieceOf } from '../facts.ts';
import type { Invariant } from './invariant.ts';

/** A batch keeps its request id over its retries, and no other batch ever has it. */
export const requestIdOfOneBatch: Invariant = {
  name: 'a request id belongs to one batch',
  invoked: (invocation, { requestIds }) => {
    const { requestId } = invocation;
    const piece = pieceOf(invocation);
    const owner = requestIds.get(requestId);
    if (owner && owner !== piece) return `request id ${requestId} is another batch's`;
    if (piece?.requestId === undefined || piece.requestId === requestId) return undefined;
    return `a retry of request id ${piece.requestId} has ${requestId}`;
  },
};
