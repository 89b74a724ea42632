import type { Topics } from '../../sns/topics.ts';
import { emptyResult, list, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { parseTags, resourceArn, taggedTopic, tagShape } from './tags.ts';

export const tagResource = operation<Topics>()({
  name: 'TagResource',
  input: structure({ ResourceArn: required(resourceArn), Tags: required(list(tagShape)) }),
  output: emptyResult,
  async handle(topics, { ResourceArn, Tags }, { scope }) {
    const set = parseTags(Tags);
    await topics.changeTags(taggedTopic(topics, ResourceArn, scope).arn, { set });
    return {};
  },
});
