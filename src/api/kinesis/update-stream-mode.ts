import type { StreamMode } from '../../kinesis/stream.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { namedStream } from './named-stream.ts';
import { streamArn, streamMembers, streamMode, warmThroughputMiBps } from './shapes.ts';
import { noteWarmThroughput } from './without-effect.ts';

/** Changes who manages the capacity of a stream; its shards stay as they are. */
export const updateStreamMode = operation<Streams>()({
  name: 'UpdateStreamMode',
  input: structure({
    StreamARN: required(streamArn),
    StreamId: streamMembers.StreamId,
    StreamModeDetails: required(streamMode),
    WarmThroughputMiBps: warmThroughputMiBps,
  }),
  output: structure({}),
  async handle(streams, input, { scope }) {
    const mode = input.StreamModeDetails.StreamMode as StreamMode;
    const streamName = namedStream(streams, input, scope);
    const { WarmThroughputMiBps: warm } = input;
    await streams.changes.changeMode(scope, { streamName, mode, warmThroughputMiBps: warm });
    noteWarmThroughput(streams, streamName, warm);
    return {};
  },
});
