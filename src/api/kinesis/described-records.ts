import type { StreamRecord } from '../../kinesis/read-record.ts';
import type { ChildShard } from '../../kinesis/shard.ts';

/** A record in AWS's words. */
export const describedRecord = (record: StreamRecord) => ({
  SequenceNumber: record.sequenceNumber,
  ApproximateArrivalTimestamp: record.approximateArrivalTimestamp,
  Data: record.data,
  PartitionKey: record.partitionKey,
  EncryptionType: record.encryptionType,
});

/** A shard that follows a closed one, in AWS's words. */
export const describedChildShard = ({ shardId, parentShards, hashKeyRange }: ChildShard) => ({
  ShardId: shardId,
  ParentShards: [...parentShards],
  HashKeyRange: {
    StartingHashKey: hashKeyRange.startingHashKey,
    EndingHashKey: hashKeyRange.endingHashKey,
  },
});
