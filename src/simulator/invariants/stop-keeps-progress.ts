import { isDoneFor, type Run, runOf, type ShardFacts } from '../facts.ts';
import type { Breach, Invariant, Known } from './invariant.ts';

/**
 * A mapping that was asked to stop begins nothing new, has nothing under way when it says that it
 * has stopped, and has stored how far it came, unless the store failed. What comes late to one that
 * is gone changes nothing.
 */
export const stopKeepsProgress: Invariant = {
  name: 'a stopped mapping begins nothing, and has stored its progress',
  acted: ({ run, what }) =>
    run.endedAtMs === undefined ? undefined : `asked for ${what} after it had ended`,
  invoked: ({ run }) =>
    run.stoppingAtMs === undefined ? undefined : 'invoked after it was asked to stop',
  over: ({ run, how }, known) => {
    if (how === 'crashed') return undefined;
    for (const shard of known.shards) {
      const breach = leftBy(run, shard, known);
      if (breach) return breach;
    }
    return undefined;
  },
};

function leftBy(run: Run, shard: ShardFacts, { unstored }: Known): Breach {
  if (runOf(run, shard).inFlight.size > 0) return `${shard.shardId} has a batch in flight`;
  const behind = shard.records.slice(shard.storedIndex + 1);
  const next = behind.find(({ isBeforeStart }) => !isBeforeStart);
  if (!next || unstored.has(shard) || !isDoneFor(run, next)) return undefined;
  return `the checkpoint of ${shard.shardId} is not behind record ${next.number}, which is finished`;
}
