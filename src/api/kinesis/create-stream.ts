import type { StreamMode } from '../../kinesis/stream.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { integer, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { streamMode, streamName, tagMap } from './shapes.ts';
import { refuseUnsupported } from './unsupported.ts';

/** Creates a stream; it is ACTIVE at once, where AWS takes seconds. */
export const createStream = operation<Streams>()({
  name: 'CreateStream',
  input: structure({
    StreamName: required(streamName),
    ShardCount: integer({ min: 1 }),
    StreamModeDetails: streamMode,
    Tags: tagMap,
    WarmThroughputMiBps: integer({ min: 0 }),
    MaxRecordSizeInKiB: integer({ min: 1024, max: 10_240 }),
  }),
  output: structure({}),
  async handle(streams, input, { scope }) {
    refuseUnsupported(input, ['WarmThroughputMiBps']);
    await streams.createStream(scope, {
      streamName: input.StreamName,
      shardCount: input.ShardCount,
      mode: input.StreamModeDetails?.StreamMode as StreamMode | undefined,
      maxRecordSizeInKiB: input.MaxRecordSizeInKiB,
      tags: input.Tags,
    });
    return {};
  },
});
