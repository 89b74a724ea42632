import type { Streams } from '../../kinesis/streams.ts';
import { blob, integer, list, required, string, structure, timestamp } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { invalidArgument, namedStreamIfAny } from './named-stream.ts';
import {
  hashKeyRange,
  pageLimit,
  partitionKey,
  sequenceNumber,
  shardId,
  shardIterator,
  streamMembers,
} from './shapes.ts';

const record = structure({
  SequenceNumber: required(sequenceNumber),
  ApproximateArrivalTimestamp: timestamp(),
  Data: required(blob()),
  PartitionKey: required(partitionKey),
  EncryptionType: string({ enum: ['NONE', 'KMS'] }),
});

const childShard = structure({
  ShardId: required(shardId),
  ParentShards: required(list(shardId)),
  HashKeyRange: required(hashKeyRange),
});

const { StreamName: _streamName, ...arnMembers } = streamMembers;

/** Reads up to 10,000 records or 10 MiB from an iterator on. */
export const getRecords = operation<Streams>()({
  name: 'GetRecords',
  input: structure({
    ...arnMembers,
    ShardIterator: required(shardIterator),
    Limit: pageLimit,
  }),
  output: structure({
    Records: required(list(record)),
    NextShardIterator: shardIterator,
    MillisBehindLatest: integer(),
    ChildShards: list(childShard),
  }),
  handle(streams, input, { scope }) {
    const named = namedStreamIfAny(input, scope);
    const { ShardIterator, Limit: limit } = input;
    const page = streams.getRecords({ scope, shardIterator: ShardIterator, limit });
    if (named !== undefined && named !== page.streamName) {
      throw invalidArgument('StreamARN and ShardIterator name two different streams.');
    }
    return {
      Records: page.records.map((each) => ({
        SequenceNumber: each.sequenceNumber,
        ApproximateArrivalTimestamp: each.approximateArrivalTimestamp,
        Data: each.data,
        PartitionKey: each.partitionKey,
      })),
      NextShardIterator: page.nextShardIterator,
      MillisBehindLatest: page.millisBehindLatest,
      ChildShards: page.childShards?.map(({ shardId: id, parentShards, hashKeyRange: range }) => ({
        ShardId: id,
        ParentShards: [...parentShards],
        HashKeyRange: {
          StartingHashKey: range.startingHashKey,
          EndingHashKey: range.endingHashKey,
        },
      })),
    };
  },
});
