import { pieceOf } from '../facts.ts';
import type { Invariant } from './invariant.ts';

/** A retry waits, each time twice as long. */
export const backOff: Invariant = {
  name: 'a retry waits for its back-off',
  invoked: (invocation, { nowMs }) => {
    const piece = pieceOf(invocation);
    if (!piece || nowMs >= piece.notBeforeMs) return undefined;
    return `tried again ${piece.notBeforeMs - nowMs} ms too early`;
  },
};
