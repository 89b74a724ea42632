import type { Invariant } from './invariant.ts';

/** A retry waits, each time twice as long. */
export const backOff: Invariant = {
  name: 'a retry waits for its back-off',
  invoked: ({ run, records }, { nowMs }) => {
    const piece = records[0]?.piece;
    if (piece?.run !== run || nowMs >= piece.notBeforeMs) return undefined;
    return `tried again ${piece.notBeforeMs - nowMs} ms too early`;
  },
};
