import type { Streams } from '../../kinesis/streams.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { namedResource } from './named-resource.ts';
import { resourceMembers } from './shapes.ts';

/** Shows the policy of a stream or a consumer: without one an empty document, as others answer. */
export const getResourcePolicy = operation<Streams>()({
  name: 'GetResourcePolicy',
  input: structure(resourceMembers),
  output: structure({ Policy: required(string()) }),
  handle(streams, input, { scope }) {
    return { Policy: namedResource(streams, input, scope).describe().policy ?? '{}' };
  },
});
