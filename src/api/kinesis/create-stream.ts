import type { StreamMode } from '../../kinesis/stream.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { integer, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import {
  maxRecordSizeInKiB,
  streamMode,
  streamName,
  tagMap,
  warmThroughputMiBps,
} from './shapes.ts';
import { noteWarmThroughput } from './without-effect.ts';

/** Creates a stream; it is ACTIVE at once, where AWS takes seconds. */
export const createStream = operation<Streams>()({
  name: 'CreateStream',
  input: structure({
    StreamName: required(streamName),
    ShardCount: integer({ min: 1 }),
    StreamModeDetails: streamMode,
    Tags: tagMap,
    WarmThroughputMiBps: warmThroughputMiBps,
    MaxRecordSizeInKiB: maxRecordSizeInKiB,
  }),
  output: structure({}),
  async handle(streams, input, { scope }) {
    await streams.createStream(scope, {
      streamName: input.StreamName,
      shardCount: input.ShardCount,
      mode: input.StreamModeDetails?.StreamMode as StreamMode | undefined,
      maxRecordSizeInKiB: input.MaxRecordSizeInKiB,
      warmThroughputMiBps: input.WarmThroughputMiBps,
      tags: input.Tags,
    });
    noteWarmThroughput(streams, input.StreamName, input.WarmThroughputMiBps);
    return {};
  },
});
