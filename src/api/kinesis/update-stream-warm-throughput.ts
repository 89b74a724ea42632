import type { Streams } from '../../kinesis/streams.ts';
import { checkWarmThroughput } from '../../kinesis/warm-throughput.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { describedWarmThroughput } from './described.ts';
import { namedStream } from './named-stream.ts';
import {
  streamArn,
  streamMembers,
  streamName,
  warmThroughput,
  warmThroughputMiBps,
} from './shapes.ts';
import { noteWarmThroughput } from './without-effect.ts';

/** Says how much an on-demand stream must be ready to take; its shards stay as they are. */
export const updateStreamWarmThroughput = operation<Streams>()({
  name: 'UpdateStreamWarmThroughput',
  input: structure({ ...streamMembers, WarmThroughputMiBps: required(warmThroughputMiBps) }),
  output: structure({
    StreamARN: streamArn,
    StreamName: streamName,
    WarmThroughput: warmThroughput,
  }),
  async handle(streams, input, { scope }) {
    const name = namedStream(streams, input, scope);
    const { WarmThroughputMiBps: wanted } = input;
    await streams.changes.change(scope, name, ({ definition }) => {
      const isCommitted = streams.account.isCommitted(scope);
      checkWarmThroughput(wanted, { streamName: name, mode: definition.mode, isCommitted });
      return { ...definition, warmThroughputMiBps: wanted };
    });
    noteWarmThroughput(streams, name, wanted);
    const stream = streams.describe(scope, name);
    return {
      StreamARN: stream.streamArn,
      StreamName: name,
      WarmThroughput: describedWarmThroughput(stream),
    };
  },
});
