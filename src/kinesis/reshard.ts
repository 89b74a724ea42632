import { KinesisError } from './kinesis-error.ts';
import { Resharding } from './resharding.ts';
import { parseShardId, type ShardDefinition, shardIdOf, shardUnreadable } from './shard.ts';
import { checkShardLimit } from './shard-limit.ts';
import type { Stream, StreamDefinition } from './stream.ts';

export interface SplitShardOptions {
  readonly streamName: string;
  readonly shardToSplit: string;
  /** The hash key with which the second child begins, a decimal number. */
  readonly newStartingHashKey: string;
}

export interface MergeShardsOptions {
  readonly streamName: string;
  /** The shard with the lower hash keys. */
  readonly shardToMerge: string;
  /** The shard that begins where the other one ends. */
  readonly adjacentShardToMerge: string;
}

/** When a stream is resharded, and how many open shards its account has in the region. */
export interface ReshardContext {
  readonly nowMs: number;
  readonly openShards: number;
}

/**
 * A stream with one shard split in two.
 *
 * @throws KinesisError InvalidValue, ShardNotFound, InvalidArgument, ShardLimitExceeded
 */
export function splitShard(
  stream: Stream,
  { shardToSplit, newStartingHashKey }: SplitShardOptions,
  { nowMs, openShards }: ReshardContext,
): StreamDefinition {
  checkProvisioned(stream);
  const shard = openShard(stream, shardToSplit);
  checkShardLimit(stream.scope, { openShards, additional: 1 });
  const at = BigInt(newStartingHashKey);
  const { startingHashKey, endingHashKey } = shard;
  // Why a child of a single hash key is refused is unknown; it is what AWS does and says.
  if (at <= BigInt(startingHashKey) + 1n || at >= BigInt(endingHashKey)) {
    throw new KinesisError(
      'InvalidArgument',
      `NewStartingHashKey ${newStartingHashKey} used in SplitShard() on shard ` +
        `${shardIdOf(shard.index)} in ${nameOf(stream)} is not both greater than one plus the ` +
        `shard's StartingHashKey ${startingHashKey} and less than the shard's EndingHashKey ` +
        `${endingHashKey}.`,
    );
  }
  const resharding = new Resharding(stream, nowMs);
  resharding.split(shard, at);
  return { ...stream.definition, shards: resharding.shards };
}

/**
 * A stream with two adjacent shards merged.
 *
 * @throws KinesisError InvalidValue, ShardNotFound, InvalidArgument
 */
export function mergeShards(
  stream: Stream,
  { shardToMerge, adjacentShardToMerge }: MergeShardsOptions,
  { nowMs }: ReshardContext,
): StreamDefinition {
  checkProvisioned(stream);
  const first = openShard(stream, shardToMerge);
  const second = openShard(stream, adjacentShardToMerge);
  if (BigInt(first.endingHashKey) + 1n !== BigInt(second.startingHashKey)) {
    throw new KinesisError(
      'InvalidArgument',
      `Shards ${shardIdOf(first.index)} and ${shardIdOf(second.index)} in ${nameOf(stream)} ` +
        'are not an adjacent pair of shards eligible for merging',
    );
  }
  const resharding = new Resharding(stream, nowMs);
  resharding.merge(first, second);
  return { ...stream.definition, shards: resharding.shards };
}

/** @throws KinesisError InvalidValue for a stream whose capacity AWS manages; the text is our own */
export function checkProvisioned(stream: Stream): void {
  if (stream.definition.mode === 'PROVISIONED') return;
  throw new KinesisError(
    'InvalidValue',
    `Shards of a stream of the mode ON_DEMAND cannot be split or merged: ${nameOf(stream)}.`,
  );
}

function openShard(stream: Stream, shardId: string): ShardDefinition {
  const index = parseShardId(shardId);
  const shard = stream.shards.find(({ definition }) => definition.index === index);
  if (!shard) {
    const shown = index === undefined ? shardId : shardIdOf(index);
    throw shardUnreadable(shown, stream.definition.streamName, stream.scope.account);
  }
  if (shard.definition.closedAtMs === undefined) return shard.definition;
  throw new KinesisError(
    'InvalidArgument',
    `Shard ${shard.shardId} in ${nameOf(stream)} has already been merged or split, and thus is ` +
      'not eligible for merging or splitting.',
  );
}

const nameOf = ({ scope, definition }: Stream) =>
  `stream ${definition.streamName} under account ${scope.account}`;
