import type { ShardFacts } from '../facts.ts';
import { type Invariant, type Known, wasDroppedByStream } from './invariant.ts';

/**
 * Once nothing comes any more and nothing fails for ever, every shard is finished as far as it goes,
 * and its checkpoint says so, unless the store failed.
 */
export const caughtUp: Invariant = {
  name: 'the mapping catches up',
  ended: (_, known) => {
    if (known.defect !== undefined) return known.defect;
    const late = known.shards.find((shard) => isBehind(shard, known));
    return late && `${late.shardId} stands at ${late.storedIndex + 1} of ${late.records.length}`;
  },
};

/** Whether something of a shard is neither stored as finished nor lost to the stream. */
export function isBehind(shard: ShardFacts, known: Known): boolean {
  if (shard.closedAtMs !== undefined) return !shard.isStoredAsEnded;
  // A checkpoint that could not be stored is made good by the next one, whenever that comes.
  const isUnstored = known.unstored.has(shard);
  return shard.records
    .slice(shard.storedIndex + 1)
    .filter(({ fate, isBeforeStart }) => !isBeforeStart && (fate === undefined || !isUnstored))
    .some((record) => !wasDroppedByStream(record, known));
}
