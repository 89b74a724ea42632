import type { Topics } from '../../sns/topics.ts';
import { list, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { ownTopicArn } from './own-arn.ts';
import { resourceArn, tagShape } from './tags.ts';

export const listTagsForResource = operation<Topics>()({
  name: 'ListTagsForResource',
  input: structure({ ResourceArn: required(resourceArn) }),
  output: structure({ Tags: list(tagShape) }),
  handle(topics, { ResourceArn }, { scope }) {
    const { tags } = topics.getTopic(ownTopicArn(ResourceArn, scope, 'ResourceArn'));
    return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  },
});
