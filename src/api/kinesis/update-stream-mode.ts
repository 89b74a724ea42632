import type { StreamMode } from '../../kinesis/stream.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { integer, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { namedStream } from './named-stream.ts';
import { streamArn, streamMembers, streamMode } from './shapes.ts';
import { refuseUnsupported } from './unsupported.ts';

/** Changes who manages the capacity of a stream; its shards stay as they are. */
export const updateStreamMode = operation<Streams>()({
  name: 'UpdateStreamMode',
  input: structure({
    StreamARN: required(streamArn),
    StreamId: streamMembers.StreamId,
    StreamModeDetails: required(streamMode),
    WarmThroughputMiBps: integer({ min: 0 }),
  }),
  output: structure({}),
  async handle(streams, input, { scope }) {
    refuseUnsupported(input, ['WarmThroughputMiBps']);
    const mode = input.StreamModeDetails.StreamMode as StreamMode;
    await streams.changeMode(scope, { streamName: namedStream(input, scope), mode });
    return {};
  },
});
