import type { Streams } from '../../kinesis/streams.ts';
import { integer, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { namedStream } from './named-stream.ts';
import { streamArn, streamMembers, streamName } from './shapes.ts';

const shardCount = integer({ min: 1 });

/** Splits and merges shards, at once, until the stream has as many as asked for. */
export const updateShardCount = operation<Streams>()({
  name: 'UpdateShardCount',
  input: structure({
    ...streamMembers,
    TargetShardCount: required(shardCount),
    ScalingType: required(string({ enum: ['UNIFORM_SCALING'] })),
  }),
  output: structure({
    StreamName: streamName,
    CurrentShardCount: shardCount,
    TargetShardCount: shardCount,
    StreamARN: streamArn,
  }),
  async handle(streams, input, { scope }) {
    const name = namedStream(streams, input, scope);
    const { TargetShardCount: targetShardCount } = input;
    const before = await streams.changes.updateShardCount(scope, {
      streamName: name,
      targetShardCount,
    });
    return {
      StreamName: name,
      CurrentShardCount: before,
      TargetShardCount: targetShardCount,
      StreamARN: streams.describe(scope, name).streamArn,
    };
  },
});
