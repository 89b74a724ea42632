import type { Streams } from '../../kinesis/streams.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { describedConsumer } from './named-consumer.ts';
import { namedStream } from './named-stream.ts';
import { consumerMembers, consumerName, streamArn, streamMembers, tagMap } from './shapes.ts';

/** Registers a consumer with a stream; it is ACTIVE at once, where AWS takes seconds. */
export const registerStreamConsumer = operation<Streams>()({
  name: 'RegisterStreamConsumer',
  input: structure({
    StreamARN: required(streamArn),
    ConsumerName: required(consumerName),
    StreamId: streamMembers.StreamId,
    Tags: tagMap,
  }),
  output: structure({ Consumer: required(structure(consumerMembers)) }),
  async handle(streams, input, { scope }) {
    const consumer = await streams.consumers.register(scope, {
      streamName: namedStream(streams, input, scope),
      consumerName: input.ConsumerName,
      tags: input.Tags,
    });
    return { Consumer: describedConsumer(consumer) };
  },
});
