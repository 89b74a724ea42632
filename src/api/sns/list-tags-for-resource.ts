import type { Topics } from '../../sns/topics.ts';
import { list, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { resourceArn, taggedTopic, tagShape } from './tags.ts';

export const listTagsForResource = operation<Topics>()({
  name: 'ListTagsForResource',
  input: structure({ ResourceArn: required(resourceArn) }),
  output: structure({ Tags: list(tagShape) }),
  handle(topics, { ResourceArn }, { scope }) {
    const { tags } = taggedTopic(topics, ResourceArn, scope);
    return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  },
});
