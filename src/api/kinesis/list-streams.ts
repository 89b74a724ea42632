import type { Streams } from '../../kinesis/streams.ts';
import { boolean, list, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { summarizedStream } from './described.ts';
import { invalidArgument } from './named-stream.ts';
import { nextToken, pageLimit, streamName, streamSummary } from './shapes.ts';

/** Lists the streams of the account and region in the order of their names. */
export const listStreams = operation<Streams>()({
  name: 'ListStreams',
  input: structure({
    Limit: pageLimit,
    ExclusiveStartStreamName: streamName,
    NextToken: nextToken,
  }),
  output: structure({
    StreamNames: required(list(streamName)),
    HasMoreStreams: required(boolean()),
    NextToken: nextToken,
    StreamSummaries: list(streamSummary),
  }),
  handle(streams, input, { scope }) {
    const { Limit: limit, ExclusiveStartStreamName: after, NextToken: token } = input;
    if (after !== undefined && token !== undefined) {
      throw invalidArgument('NextToken and ExclusiveStartStreamName cannot be provided together.');
    }
    const page = streams.listPage(scope, { after, nextToken: token, limit });
    return {
      StreamNames: page.streams.map((stream) => stream.streamName),
      HasMoreStreams: page.nextToken !== undefined,
      NextToken: page.nextToken,
      StreamSummaries: page.streams.map(summarizedStream),
    };
  },
});
