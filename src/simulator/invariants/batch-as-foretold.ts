import type { SimulatedRecord } from '../facts.ts';
import type { Invariant } from './invariant.ts';

/**
 * What follows an attempt is foretold: the same records again, the left half and then the right one,
 * or the rest from the first failed record on; of each only what is not expired.
 */
export const batchAsForetold: Invariant = {
  name: 'a batch is retried whole, halved in the middle, or cut at its first failure',
  invoked: ({ run, records }) => {
    const first = records[0]?.piece;
    const piece = first?.run === run ? first : undefined;
    const foretold = piece?.records.filter(({ settledIn }) => settledIn !== run.id);
    if (!foretold) {
      const foreign = records.find((record) => record.piece?.run === run);
      return foreign && `a new batch holds record ${foreign.number} of another`;
    }
    const isSame = foretold.length === records.length && foretold.every((r, i) => r === records[i]);
    return isSame ? undefined : `${rangeOf(records)} follows where ${rangeOf(foretold)} was due`;
  },
};

function rangeOf(records: readonly SimulatedRecord[]): string {
  return `[${records.map(({ number }) => number).join(',')}]`;
}
