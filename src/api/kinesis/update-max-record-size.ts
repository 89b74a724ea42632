import type { Streams } from '../../kinesis/streams.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { namedStream } from './named-stream.ts';
import { maxRecordSizeInKiB, streamMembers } from './shapes.ts';

/** Changes how large a record may be; records that are there stay. */
export const updateMaxRecordSize = operation<Streams>()({
  name: 'UpdateMaxRecordSize',
  input: structure({
    StreamARN: streamMembers.StreamARN,
    StreamId: streamMembers.StreamId,
    MaxRecordSizeInKiB: required(maxRecordSizeInKiB),
  }),
  output: structure({}),
  async handle(streams, input, { scope }) {
    const streamName = namedStream(streams, input, scope);
    await streams.changes.change(scope, streamName, ({ definition }) => ({
      ...definition,
      maxRecordSizeInKiB: input.MaxRecordSizeInKiB,
    }));
    return {};
  },
});
