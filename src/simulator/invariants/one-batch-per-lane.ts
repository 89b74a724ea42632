import { runOf } from '../facts.ts';
import type { Invariant } from './invariant.ts';

/** No more batches of a shard are in flight than it has lanes, and no record is in two of them. */
export const oneBatchPerLane: Invariant = {
  name: 'a shard has at most one batch in flight per lane',
  invoked: ({ run, shard, records }) => {
    const { inFlight } = runOf(run, shard);
    const { parallelizationFactor } = run.settings;
    if (inFlight.size >= parallelizationFactor) {
      return `${inFlight.size + 1} batches in flight with ParallelizationFactor ${parallelizationFactor}`;
    }
    if (inFlight.size === 0) return undefined;
    const keys = new Set(records.map(({ put }) => put.key));
    for (const other of inFlight) {
      const shared = other.records.find(({ put }) => keys.has(put.key));
      if (shared) return `key ${shared.put.key} is in two batches in flight`;
    }
    return undefined;
  },
};
