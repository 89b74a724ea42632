import type { Topics } from '../../sns/topics.ts';
import { list, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { ownTopicArn } from './own-arn.ts';
import { pageOf } from './page.ts';
import { describeSubscription, subscriptionShape } from './subscription-attributes.ts';

export const listSubscriptionsByTopic = operation<Topics>()({
  name: 'ListSubscriptionsByTopic',
  input: structure({ TopicArn: required(string()), NextToken: string() }),
  output: structure({ Subscriptions: list(subscriptionShape), NextToken: string() }),
  handle(topics, { TopicArn, NextToken }, { scope }) {
    const all = topics.listSubscriptionsByTopic(ownTopicArn(TopicArn, scope));
    const { page, nextToken } = pageOf(all, NextToken);
    const Subscriptions = page.map((subscription) => describeSubscription(scope, subscription));
    return { Subscriptions, NextToken: nextToken };
  },
});
