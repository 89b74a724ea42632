import type { Topics } from '../../sns/topics.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { ownTopicArn } from './own-arn.ts';
import { parseTopicAttributes } from './topic-attributes.ts';

export const setTopicAttributes = operation<Topics>()({
  name: 'SetTopicAttributes',
  input: structure({
    TopicArn: required(string()),
    AttributeName: required(string()),
    AttributeValue: string(),
  }),
  output: structure({}),
  async handle(topics, { TopicArn, AttributeName, AttributeValue = '' }, { scope }) {
    const change = parseTopicAttributes({ [AttributeName]: AttributeValue });
    await topics.changeSettings(ownTopicArn(TopicArn, scope), change);
    return {};
  },
});
