import type { Streams } from '../../kinesis/streams.ts';
import { integer, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { namedStream } from './named-stream.ts';
import { streamMembers } from './shapes.ts';

/** Keeps records longer. What is lost already does not come back. */
export const increaseStreamRetentionPeriod = operation<Streams>()({
  name: 'IncreaseStreamRetentionPeriod',
  input: structure({ ...streamMembers, RetentionPeriodHours: required(integer()) }),
  output: structure({}),
  async handle(streams, input, { scope }) {
    await streams.changes.changeRetention(scope, {
      streamName: namedStream(streams, input, scope),
      retentionHours: input.RetentionPeriodHours,
      direction: 'increase',
    });
    return {};
  },
});
