import type { Topics } from '../../sns/topics.ts';
import { map, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { ownTopicArn } from './own-arn.ts';
import { showTopicAttributes } from './topic-attributes.ts';

export const getTopicAttributes = operation<Topics>()({
  name: 'GetTopicAttributes',
  input: structure({ TopicArn: required(string()) }),
  output: structure({ Attributes: map(string()) }),
  handle(topics, { TopicArn }, { scope }) {
    const topic = topics.getTopic(ownTopicArn(TopicArn, scope));
    const { length } = topics.listSubscriptionsByTopic(TopicArn);
    return { Attributes: showTopicAttributes(topic, length) };
  },
});
