import { isDoneFor, type Run, runOf, type ShardFacts } from '../facts.ts';
import { type Breach, type Invariant, type Known, wasNeverRead } from './invariant.ts';

/** A shard is read only when all shards that it came from are finished. */
export const childrenAfterParents: Invariant = {
  name: 'a shard is read after its parents are finished',
  read: ({ run, shard }, known) => firstUnfinished(run, shard, known),
  invoked: ({ run, shard }, known) => firstUnfinished(run, shard, known),
};

function firstUnfinished(run: Run, shard: ShardFacts, known: Known): Breach {
  const state = runOf(run, shard);
  if (state.areParentsKnownFinished) return undefined;
  for (const parent of shard.parents) {
    const left = parent.records.find(
      (record) => !isDoneFor(run, record) && !wasNeverRead(record, run, known),
    );
    if (left) return `${shard.shardId} is read before record ${left.number} of ${parent.shardId}`;
  }
  state.areParentsKnownFinished = true;
  return undefined;
}
