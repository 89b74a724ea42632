import type { Streams } from '../../kinesis/streams.ts';
import { structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { namedConsumer } from './named-consumer.ts';
import { consumerNamingMembers } from './shapes.ts';

/** Removes a consumer; it is gone at once, where AWS shows it as DELETING for a while. */
export const deregisterStreamConsumer = operation<Streams>()({
  name: 'DeregisterStreamConsumer',
  input: structure(consumerNamingMembers),
  output: structure({}),
  async handle(streams, input, { scope }) {
    await streams.consumers.deregister(scope, namedConsumer(streams, input, scope));
    return {};
  },
});
