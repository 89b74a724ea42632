import type { Topics } from '../../sns/topics.ts';
import { list, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { ownTopicArn } from './own-arn.ts';

export const untagResource = operation<Topics>()({
  name: 'UntagResource',
  input: structure({ ResourceArn: required(string()), TagKeys: required(list(string())) }),
  output: structure({}),
  async handle(topics, { ResourceArn, TagKeys }, { scope }) {
    const arn = ownTopicArn(ResourceArn, scope, 'ResourceArn');
    await topics.changeTags(arn, { remove: TagKeys });
    return {};
  },
});
