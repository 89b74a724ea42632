import { withTags } from '../../kinesis/resource-settings.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { list, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { namedStream } from './named-stream.ts';
import { streamMembers, tagKey } from './shapes.ts';

/** Removes tags from a stream; keys that it has not are passed over. */
export const removeTagsFromStream = operation<Streams>()({
  name: 'RemoveTagsFromStream',
  input: structure({ ...streamMembers, TagKeys: required(list(tagKey, { min: 1, max: 50 })) }),
  output: structure({}),
  async handle(streams, input, { scope }) {
    const streamName = namedStream(streams, input, scope);
    await streams.changes.changeSettings(scope, streamName, withTags({ remove: input.TagKeys }));
    return {};
  },
});
