import type { Streams } from '../../kinesis/streams.ts';
import { boolean, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { namedStream } from './named-stream.ts';
import { streamMembers } from './shapes.ts';

/** Deletes a stream; it is gone at once, where AWS shows it as DELETING for a while. */
export const deleteStream = operation<Streams>()({
  name: 'DeleteStream',
  input: structure({ ...streamMembers, EnforceConsumerDeletion: boolean() }),
  output: structure({}),
  async handle(streams, input, { scope }) {
    await streams.deleteStream(scope, namedStream(streams, input, scope), {
      enforceConsumerDeletion: input.EnforceConsumerDeletion,
    });
    return {};
  },
});
