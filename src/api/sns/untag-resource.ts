import type { Topics } from '../../sns/topics.ts';
import { emptyResult, list, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { resourceArn, taggedTopic, tagKey } from './tags.ts';

export const untagResource = operation<Topics>()({
  name: 'UntagResource',
  input: structure({ ResourceArn: required(resourceArn), TagKeys: required(list(tagKey)) }),
  output: emptyResult,
  async handle(topics, { ResourceArn, TagKeys }, { scope }) {
    const { arn } = taggedTopic(topics, ResourceArn, scope);
    await topics.changeTags(arn, { remove: TagKeys });
    return {};
  },
});
