import { withTags } from '../../kinesis/resource-settings.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { list, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { namedResource } from './named-resource.ts';
import { resourceMembers, tagKey } from './shapes.ts';

/** Removes tags from a stream or a consumer; keys that it has not are passed over. */
export const untagResource = operation<Streams>()({
  name: 'UntagResource',
  input: structure({ TagKeys: required(list(tagKey, { min: 1, max: 50 })), ...resourceMembers }),
  output: structure({}),
  async handle(streams, input, { scope }) {
    await namedResource(streams, input, scope).change(withTags({ remove: input.TagKeys }));
    return {};
  },
});
