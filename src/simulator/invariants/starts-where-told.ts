import type { Invariant } from './invariant.ts';

/** What the stream held before the mapping's starting position is never handed to the function. */
export const startsWhereTold: Invariant = {
  name: 'a mapping starts at its starting position',
  invoked: ({ records }) => {
    const early = records.find(({ isBeforeStart }) => isBeforeStart);
    return early && `record ${early.number} is before the starting position`;
  },
  discarded: ({ records }) => {
    const early = records.find(({ isBeforeStart }) => isBeforeStart);
    return early && `record ${early.number} is given up, and before the starting position`;
  },
};
