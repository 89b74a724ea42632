import { rateExceeded, withinADay } from './changes-of-a-day.ts';
import { splitHashKeySpace } from './hash-key.ts';
import { KinesisError } from './kinesis-error.ts';
import { LIMITS } from './limits.ts';
import { checkProvisioned, type ReshardContext } from './reshard.ts';
import { Resharding } from './resharding.ts';
import type { ShardDefinition } from './shard.ts';
import { checkShardLimit } from './shard-limit.ts';
import type { Stream, StreamDefinition } from './stream.ts';

export interface UpdateShardCountOptions {
  readonly streamName: string;
  readonly targetShardCount: number;
}

/**
 * A stream with as many open shards as asked for, all of the same size but for a remainder. Shards
 * are first split wherever a new one is to begin, then merged to what the new ones cover: the order
 * in which AWS was observed to do it, short-lived shards included.
 *
 * @throws KinesisError InvalidValue, InvalidArgument, LimitExceeded, ShardLimitExceeded
 */
export function updateShardCount(
  stream: Stream,
  { targetShardCount }: UpdateShardCountOptions,
  { nowMs, openShards }: ReshardContext,
): StreamDefinition {
  checkProvisioned(stream);
  // Observed on AWS: nothing happens, whether or not the shards are of the same size.
  if (targetShardCount === stream.open.length) return stream.definition;
  checkTarget(stream, targetShardCount);
  const updatesMs = withinADay(stream.definition.shardCountUpdatesMs, nowMs);
  if (updatesMs.length >= LIMITS.shardCountUpdatesOfADay) {
    const why = `Its shard count can be updated ${LIMITS.shardCountUpdatesOfADay} times in 24 hours.`;
    throw rateExceeded(stream, why);
  }
  const resharding = new Resharding(stream, nowMs);
  const starts = splitHashKeySpace(targetShardCount).map(({ starting }) => starting);
  splitAt(resharding, starts);
  const additional = resharding.open.length - stream.open.length;
  checkShardLimit(stream.scope, { openShards, additional });
  mergeBetween(resharding, new Set(starts));
  return {
    ...stream.definition,
    shards: resharding.shards,
    shardCountUpdatesMs: [...updatesMs, nowMs],
  };
}

/** Splits the open shards at each of the hash keys that none of them begins with. */
function splitAt(resharding: Resharding, starts: readonly bigint[]): void {
  let next = 0;
  for (const shard of resharding.open) {
    let rest = shard;
    // Both are in order: what lies beyond this shard lies in a later one.
    for (; next < starts.length; next++) {
      const start = starts[next] as bigint;
      if (start > BigInt(shard.endingHashKey)) break;
      if (start > BigInt(rest.startingHashKey)) [, rest] = resharding.split(rest, start);
    }
  }
}

/** Merges neighbours until shards begin at none but the given hash keys. */
function mergeBetween(resharding: Resharding, starts: ReadonlySet<bigint>): void {
  const [first, ...others] = resharding.open as [ShardDefinition, ...ShardDefinition[]];
  let before = first;
  for (const shard of others) {
    const isKept = starts.has(BigInt(shard.startingHashKey));
    before = isKept ? shard : resharding.merge(before, shard);
  }
}

/**
 * The limits are documented; half of an odd count is rounded down (observed on AWS). The texts are
 * public, their code is not known.
 */
function checkTarget(stream: Stream, target: number): void {
  const current = stream.open.length;
  const most = LIMITS.shardCountTarget;
  const counts = `Current open shard count: ${current} Target shard count: ${target}`;
  const problems: readonly (readonly [isProblem: boolean, text: string])[] = [
    [!Number.isInteger(target) || target < 1, 'A stream has at least one shard.'],
    [
      target > most || (current > most && target === most),
      `Target shard count or number of open shards cannot be greater than ${most}.`,
    ],
    [
      target > 2 * current,
      'UpdateShardCount cannot scale up over double your current open shard count.',
    ],
    [
      target < Math.floor(current / 2),
      'UpdateShardCount cannot scale down below half your current open shard count.',
    ],
  ];
  const problem = problems.find(([isProblem]) => isProblem);
  if (problem) throw new KinesisError('InvalidArgument', `${problem[1]} ${counts}`);
}
