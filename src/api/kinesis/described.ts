import type { Scope } from '../../aws/scope.ts';
import { parseShardId, type ShardDescription, shardUnreadable } from '../../kinesis/shard.ts';
import type { StreamDescription } from '../../kinesis/stream.ts';

/** A shard in AWS's words. */
export function describedShard(shard: ShardDescription) {
  const { hashKeyRange, sequenceNumberRange } = shard;
  return {
    ShardId: shard.shardId,
    ParentShardId: shard.parentShardId,
    AdjacentParentShardId: shard.adjacentParentShardId,
    HashKeyRange: {
      StartingHashKey: hashKeyRange.startingHashKey,
      EndingHashKey: hashKeyRange.endingHashKey,
    },
    SequenceNumberRange: {
      StartingSequenceNumber: sequenceNumberRange.startingSequenceNumber,
      EndingSequenceNumber: sequenceNumberRange.endingSequenceNumber,
    },
  };
}

/** A stream in AWS's words, without what only some operations tell. */
export function summarizedStream(stream: StreamDescription) {
  return {
    StreamName: stream.streamName,
    StreamARN: stream.streamArn,
    StreamStatus: stream.status,
    StreamModeDetails: { StreamMode: stream.mode },
    // AWS tells creation times in whole seconds.
    StreamCreationTimestamp: Math.floor(stream.createdAtMs / 1000) * 1000,
  };
}

/** A stream in AWS's words. */
export function describedStream(stream: StreamDescription) {
  return {
    ...summarizedStream(stream),
    RetentionPeriodHours: stream.retentionHours,
    EnhancedMonitoring: [{ ShardLevelMetrics: [...stream.shardLevelMetrics] }],
    EncryptionType: stream.encryptionKeyId === undefined ? 'NONE' : 'KMS',
    KeyId: stream.encryptionKeyId,
  };
}

/** How much a stream must be ready to take; it is so at once. */
export function describedWarmThroughput({ warmThroughputMiBps }: StreamDescription) {
  if (warmThroughputMiBps === undefined) return undefined;
  return { TargetMiBps: warmThroughputMiBps, CurrentMiBps: warmThroughputMiBps };
}

/** Tags in the order of their keys. */
export function describedTags(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => ({ Key: key, Value: value }));
}

/**
 * The number in the id of a shard, which need not exist.
 *
 * @throws KinesisError ShardNotFound when it cannot be a shard's
 */
export function shardIndexOf(
  shardId: string,
  { streamName, scope }: { streamName: string; scope: Scope },
): number {
  const index = parseShardId(shardId);
  if (index === undefined) throw shardUnreadable(shardId, streamName, scope.account);
  return index;
}
