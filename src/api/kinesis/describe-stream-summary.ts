import type { Streams } from '../../kinesis/streams.ts';
import { integer, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { describedStream, describedWarmThroughput } from './described.ts';
import { namedStream } from './named-stream.ts';
import { descriptionMembers, maxRecordSizeInKiB, streamMembers, warmThroughput } from './shapes.ts';

/** Describes a stream without its shards. */
export const describeStreamSummary = operation<Streams>()({
  name: 'DescribeStreamSummary',
  input: structure(streamMembers),
  output: structure({
    StreamDescriptionSummary: required(
      structure({
        ...descriptionMembers,
        StreamId: streamMembers.StreamId,
        OpenShardCount: required(integer()),
        ConsumerCount: integer(),
        WarmThroughput: warmThroughput,
        MaxRecordSizeInKiB: maxRecordSizeInKiB,
      }),
    ),
  }),
  handle(streams, input, { scope }) {
    const streamName = namedStream(streams, input, scope);
    const stream = streams.describe(scope, streamName);
    return {
      StreamDescriptionSummary: {
        ...describedStream(stream),
        StreamId: stream.streamId,
        OpenShardCount: stream.openShardCount,
        ConsumerCount: streams.consumers.count(scope, streamName),
        WarmThroughput: describedWarmThroughput(stream),
        MaxRecordSizeInKiB: stream.maxRecordSizeInKiB,
      },
    };
  },
});
