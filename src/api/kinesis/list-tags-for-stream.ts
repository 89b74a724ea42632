import type { Streams } from '../../kinesis/streams.ts';
import { boolean, integer, list, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { namedStream } from './named-stream.ts';
import { streamMembers, tagKey, tagValue } from './shapes.ts';

/** Lists the tags of a stream in the order of their keys, all of them unless a limit is given. */
export const listTagsForStream = operation<Streams>()({
  name: 'ListTagsForStream',
  input: structure({
    ...streamMembers,
    ExclusiveStartTagKey: tagKey,
    Limit: integer({ min: 1, max: 50 }),
  }),
  output: structure({
    Tags: required(list(structure({ Key: required(tagKey), Value: tagValue }))),
    HasMoreTags: required(boolean()),
  }),
  handle(streams, input, { scope }) {
    const { tags } = streams.describe(scope, namedStream(input, scope));
    const { ExclusiveStartTagKey: after = '', Limit: limit } = input;
    const following = Object.entries(tags)
      .filter(([key]) => key > after)
      .sort(([one], [other]) => (one < other ? -1 : 1));
    const listed = following.slice(0, limit);
    return {
      Tags: listed.map(([key, value]) => ({ Key: key, Value: value })),
      HasMoreTags: listed.length < following.length,
    };
  },
});
