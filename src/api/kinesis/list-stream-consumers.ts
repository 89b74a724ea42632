import type { Streams } from '../../kinesis/streams.ts';
import { list, required, structure, timestamp } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { checkCreation } from './check-creation.ts';
import { describedConsumer } from './named-consumer.ts';
import { invalidArgument, namedStream } from './named-stream.ts';
import { consumerMembers, nextToken, pageLimit, streamArn, streamMembers } from './shapes.ts';

/** Lists the consumers of a stream in the order of their names, at most 100 at once. */
export const listStreamConsumers = operation<Streams>()({
  name: 'ListStreamConsumers',
  input: structure({
    StreamARN: required(streamArn),
    StreamId: streamMembers.StreamId,
    NextToken: nextToken,
    MaxResults: pageLimit,
    StreamCreationTimestamp: timestamp(),
  }),
  output: structure({ Consumers: list(structure(consumerMembers)), NextToken: nextToken }),
  handle(streams, input, { scope }) {
    const streamName = namedStream(streams, input, scope);
    const { NextToken: token, MaxResults: limit, StreamCreationTimestamp: createdAtMs } = input;
    if (token !== undefined && createdAtMs !== undefined) {
      throw invalidArgument('NextToken and StreamCreationTimestamp cannot be provided together.');
    }
    checkCreation(streams, createdAtMs, { streamName, scope });
    const page = streams.consumers.listPage(scope, streamName, { nextToken: token, limit });
    return { Consumers: page.consumers.map(describedConsumer), NextToken: page.nextToken };
  },
});
