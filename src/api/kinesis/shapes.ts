import {
  blob,
  integer,
  list,
  type MapShape,
  map,
  required,
  type StringShape,
  string,
  structure,
  timestamp,
} from '../../wire/shape.ts';

/** The shapes that several Kinesis operations share, as in the service's public API model. */
export const streamName = string({ min: 1, max: 128, pattern: '[a-zA-Z0-9_.-]+' });
export const shardId = string({ min: 1, max: 128, pattern: '[a-zA-Z0-9_.-]+' });
export const sequenceNumber = string({ pattern: '0|([1-9]\\d{0,128})' });
export const hashKey = string({ pattern: '0|([1-9]\\d{0,38})' });
export const partitionKey = string({ min: 1, max: 256 });
export const shardIterator = string({ min: 1, max: 512 });
export const nextToken = string({ min: 1, max: 1_048_576 });
export const pageLimit = integer({ min: 1, max: 10_000 });
export const tagKey = string({ min: 1, max: 128 });
const tagValue = string({ max: 256 });
export const tagMap: MapShape<StringShape> = {
  ...map(tagValue, { min: 1, max: 200 }),
  key: tagKey,
};
export const streamMode = structure({
  StreamMode: required(string({ enum: ['PROVISIONED', 'ON_DEMAND'] })),
});

export const streamArn = string({
  min: 1,
  max: 2048,
  pattern: 'arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+',
});

/** The members with which a request names a stream. */
export const streamMembers = {
  StreamName: streamName,
  StreamARN: streamArn,
  StreamId: string({ min: 1, max: 24, pattern: '[a-z0-9]{20}-[a-z0-9]{3}' }),
} as const;

const hashKeyRange = structure({
  StartingHashKey: required(hashKey),
  EndingHashKey: required(hashKey),
});

export const shard = structure({
  ShardId: required(shardId),
  ParentShardId: shardId,
  AdjacentParentShardId: shardId,
  HashKeyRange: required(hashKeyRange),
  SequenceNumberRange: required(
    structure({
      StartingSequenceNumber: required(sequenceNumber),
      EndingSequenceNumber: sequenceNumber,
    }),
  ),
});

export const encryptionType = string({ enum: ['NONE', 'KMS'] });
export const keyId = string({ min: 1, max: 2048 });
export const maxRecordSizeInKiB = integer({ min: 1024, max: 10_240 });
export const warmThroughputMiBps = integer({ min: 0 });
export const warmThroughput = structure({
  TargetMiBps: warmThroughputMiBps,
  CurrentMiBps: warmThroughputMiBps,
});

export const record = structure({
  SequenceNumber: required(sequenceNumber),
  ApproximateArrivalTimestamp: timestamp(),
  Data: required(blob()),
  PartitionKey: required(partitionKey),
  EncryptionType: encryptionType,
});

export const childShard = structure({
  ShardId: required(shardId),
  ParentShards: required(list(shardId)),
  HashKeyRange: required(hashKeyRange),
});

/** The members that both descriptions of a stream have. */
export const descriptionMembers = {
  StreamName: required(streamName),
  StreamARN: required(streamArn),
  StreamStatus: required(string({ enum: ['CREATING', 'DELETING', 'ACTIVE', 'UPDATING'] })),
  StreamModeDetails: streamMode,
  RetentionPeriodHours: required(integer()),
  StreamCreationTimestamp: required(timestamp()),
  EnhancedMonitoring: required(list(structure({ ShardLevelMetrics: list(string()) }))),
  EncryptionType: encryptionType,
  KeyId: keyId,
} as const;

export const consumerName = string({ min: 1, max: 128, pattern: '[a-zA-Z0-9_.-]+' });
const consumerArn = string({
  min: 1,
  max: 2048,
  pattern:
    '^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+',
});

/** The members with which a request names a consumer. */
export const consumerNamingMembers = {
  StreamARN: streamArn,
  ConsumerName: consumerName,
  ConsumerARN: consumerArn,
  StreamId: streamMembers.StreamId,
} as const;

/** The members that every answer about a consumer has. */
export const consumerMembers = {
  ConsumerName: required(consumerName),
  ConsumerARN: required(consumerArn),
  ConsumerStatus: required(string({ enum: ['CREATING', 'DELETING', 'ACTIVE'] })),
  ConsumerCreationTimestamp: required(timestamp()),
} as const;

/** The members with which a request names a stream or a consumer. */
export const resourceMembers = {
  ResourceARN: required(
    string({ min: 1, max: 2048, pattern: 'arn:aws.*:kinesis:.*:\\d{12}:.*stream/\\S+' }),
  ),
  StreamId: streamMembers.StreamId,
} as const;

/** Tags as they are listed. */
export const tagList = list(structure({ Key: required(tagKey), Value: tagValue }));

/** A stream as ListStreams shows it. */
export const streamSummary = structure({
  StreamName: required(streamName),
  StreamARN: required(streamArn),
  StreamStatus: descriptionMembers.StreamStatus,
  StreamModeDetails: streamMode,
  StreamCreationTimestamp: timestamp(),
});
