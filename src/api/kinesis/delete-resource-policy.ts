import { withoutPolicy } from '../../kinesis/resource-settings.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { namedResource } from './named-resource.ts';
import { resourceMembers } from './shapes.ts';

/** Takes the policy from a stream or a consumer. */
export const deleteResourcePolicy = operation<Streams>()({
  name: 'DeleteResourcePolicy',
  input: structure(resourceMembers),
  output: structure({}),
  async handle(streams, input, { scope }) {
    await namedResource(streams, input, scope).change(withoutPolicy);
    return {};
  },
});
