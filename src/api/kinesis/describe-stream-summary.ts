import type { Streams } from '../../kinesis/streams.ts';
import { integer, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { describedStream } from './described.ts';
import { namedStream } from './named-stream.ts';
import { descriptionMembers, streamMembers } from './shapes.ts';

/** Describes a stream without its shards. */
export const describeStreamSummary = operation<Streams>()({
  name: 'DescribeStreamSummary',
  input: structure(streamMembers),
  output: structure({
    StreamDescriptionSummary: required(
      structure({
        ...descriptionMembers,
        OpenShardCount: required(integer()),
        ConsumerCount: integer(),
        MaxRecordSizeInKiB: integer(),
      }),
    ),
  }),
  handle(streams, input, { scope }) {
    const streamName = namedStream(input, scope);
    const stream = streams.describe(scope, streamName);
    return {
      StreamDescriptionSummary: {
        ...describedStream(stream),
        OpenShardCount: stream.openShardCount,
        ConsumerCount: streams.consumers.count(scope, streamName),
        MaxRecordSizeInKiB: stream.maxRecordSizeInKiB,
      },
    };
  },
});
