import type { Streams } from '../../kinesis/streams.ts';
import { integer, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { namedStream } from './named-stream.ts';
import { streamMembers } from './shapes.ts';

/** Keeps records less long. Older ones are lost at once. */
export const decreaseStreamRetentionPeriod = operation<Streams>()({
  name: 'DecreaseStreamRetentionPeriod',
  input: structure({ ...streamMembers, RetentionPeriodHours: required(integer()) }),
  output: structure({}),
  async handle(streams, input, { scope }) {
    await streams.changes.changeRetention(scope, {
      streamName: namedStream(streams, input, scope),
      retentionHours: input.RetentionPeriodHours,
      direction: 'decrease',
    });
    return {};
  },
});
