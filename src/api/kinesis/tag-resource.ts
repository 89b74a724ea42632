import { withTags } from '../../kinesis/resource-settings.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { namedResource } from './named-resource.ts';
import { resourceMembers, tagMap } from './shapes.ts';

/** Adds tags to a stream or a consumer; one of a key that it has takes the new value. */
export const tagResource = operation<Streams>()({
  name: 'TagResource',
  input: structure({ Tags: required(tagMap), ...resourceMembers }),
  output: structure({}),
  async handle(streams, input, { scope }) {
    await namedResource(streams, input, scope).change(withTags({ set: input.Tags }));
    return {};
  },
});
