import type { Streams } from '../../kinesis/streams.ts';
import { boolean, integer, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { describedTags } from './described.ts';
import { namedStream } from './named-stream.ts';
import { streamMembers, tagKey, tagList } from './shapes.ts';

/** Lists the tags of a stream in the order of their keys, all of them unless a limit is given. */
export const listTagsForStream = operation<Streams>()({
  name: 'ListTagsForStream',
  input: structure({
    ...streamMembers,
    ExclusiveStartTagKey: tagKey,
    Limit: integer({ min: 1, max: 50 }),
  }),
  output: structure({
    Tags: required(tagList),
    HasMoreTags: required(boolean()),
  }),
  handle(streams, input, { scope }) {
    const { tags } = streams.describe(scope, namedStream(streams, input, scope));
    const { ExclusiveStartTagKey: after = '', Limit: limit } = input;
    const following = describedTags(tags).filter(({ Key }) => Key > after);
    const listed = following.slice(0, limit);
    return {
      Tags: listed,
      HasMoreTags: listed.length < following.length,
    };
  },
});
