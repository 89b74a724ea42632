import { LIMITS } from '../../kinesis/limits.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { boolean, list, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { describedShard, describedStream, shardIndexOf } from './described.ts';
import { namedStream } from './named-stream.ts';
import { descriptionMembers, pageLimit, shard, shardId, streamMembers } from './shapes.ts';

/** Describes a stream with at most 100 of its shards at once. */
export const describeStream = operation<Streams>()({
  name: 'DescribeStream',
  input: structure({ ...streamMembers, Limit: pageLimit, ExclusiveStartShardId: shardId }),
  output: structure({
    StreamDescription: required(
      structure({
        ...descriptionMembers,
        Shards: required(list(shard)),
        HasMoreShards: required(boolean()),
      }),
    ),
  }),
  handle(streams, input, { scope }) {
    const streamName = namedStream(streams, input, scope);
    const { Limit: limit = LIMITS.describeStreamPage, ExclusiveStartShardId: after } = input;
    const stream = streams.describe(scope, streamName);
    const { shards, nextToken } = streams.listShards(scope, streamName, {
      afterIndex: after === undefined ? undefined : shardIndexOf(after, { streamName, scope }),
      limit: Math.min(limit, LIMITS.describeStreamPage),
    });
    return {
      StreamDescription: {
        ...describedStream(stream),
        Shards: shards.map(describedShard),
        HasMoreShards: nextToken !== undefined,
      },
    };
  },
});
