import type { Streams } from '../../kinesis/streams.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { namedStream } from './named-stream.ts';
import { hashKey, shardId, streamMembers } from './shapes.ts';

/** Splits a shard in two; it is done at once, where AWS shows the stream as UPDATING for a while. */
export const splitShard = operation<Streams>()({
  name: 'SplitShard',
  input: structure({
    ...streamMembers,
    ShardToSplit: required(shardId),
    NewStartingHashKey: required(hashKey),
  }),
  output: structure({}),
  async handle(streams, input, { scope }) {
    await streams.changes.splitShard(scope, {
      streamName: namedStream(streams, input, scope),
      shardToSplit: input.ShardToSplit,
      newStartingHashKey: input.NewStartingHashKey,
    });
    return {};
  },
});
