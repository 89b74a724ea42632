import type { Topics } from '../../sns/topics.ts';
import { emptyResult, list, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { ownTopicArn } from './own-arn.ts';
import { resourceArn, tagKey } from './tags.ts';

export const untagResource = operation<Topics>()({
  name: 'UntagResource',
  input: structure({ ResourceArn: required(resourceArn), TagKeys: required(list(tagKey)) }),
  output: emptyResult,
  async handle(topics, { ResourceArn, TagKeys }, { scope }) {
    const arn = ownTopicArn(ResourceArn, scope, 'ResourceArn');
    await topics.changeTags(arn, { remove: TagKeys });
    return {};
  },
});
