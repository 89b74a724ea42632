import { withTags } from '../../kinesis/resource-settings.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { namedStream } from './named-stream.ts';
import { streamMembers, tagMap } from './shapes.ts';

/** Adds tags to a stream; one of a key that it has takes the new value. */
export const addTagsToStream = operation<Streams>()({
  name: 'AddTagsToStream',
  input: structure({ ...streamMembers, Tags: required(tagMap) }),
  output: structure({}),
  async handle(streams, input, { scope }) {
    const streamName = namedStream(streams, input, scope);
    await streams.changes.changeSettings(scope, streamName, withTags({ set: input.Tags }));
    return {};
  },
});
