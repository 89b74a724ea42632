import type { Topics } from '../../sns/topics.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { ownTopicArn } from './own-arn.ts';

export const deleteTopic = operation<Topics>()({
  name: 'DeleteTopic',
  input: structure({ TopicArn: required(string()) }),
  output: structure({}),
  async handle(topics, { TopicArn }, { scope }) {
    await topics.deleteTopic(ownTopicArn(TopicArn, scope));
    return {};
  },
});
