import type { Streams } from '../../kinesis/streams.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { namedStream } from './named-stream.ts';
import { shardId, streamMembers } from './shapes.ts';

/** Merges two adjacent shards, at once. The one with the lower hash keys must be named first. */
export const mergeShards = operation<Streams>()({
  name: 'MergeShards',
  input: structure({
    ...streamMembers,
    ShardToMerge: required(shardId),
    AdjacentShardToMerge: required(shardId),
  }),
  output: structure({}),
  async handle(streams, input, { scope }) {
    await streams.changes.mergeShards(scope, {
      streamName: namedStream(streams, input, scope),
      shardToMerge: input.ShardToMerge,
      adjacentShardToMerge: input.AdjacentShardToMerge,
    });
    return {};
  },
});
