import type { Streams } from '../../kinesis/streams.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { describedConsumer, namedConsumer } from './named-consumer.ts';
import { consumerMembers, consumerNamingMembers, streamArn } from './shapes.ts';

/** Describes a registered consumer. */
export const describeStreamConsumer = operation<Streams>()({
  name: 'DescribeStreamConsumer',
  input: structure(consumerNamingMembers),
  output: structure({
    ConsumerDescription: required(
      structure({ ...consumerMembers, StreamARN: required(streamArn) }),
    ),
  }),
  handle(streams, input, { scope }) {
    const consumer = streams.consumers.describe(scope, namedConsumer(streams, input, scope));
    return {
      ConsumerDescription: { ...describedConsumer(consumer), StreamARN: consumer.streamArn },
    };
  },
});
