import type { Topics } from '../../sns/topics.ts';
import { map, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { ownSubscriptionArn } from './own-arn.ts';
import { showSubscriptionAttributes } from './subscription-attributes.ts';

export const getSubscriptionAttributes = operation<Topics>()({
  name: 'GetSubscriptionAttributes',
  input: structure({ SubscriptionArn: required(string()) }),
  output: structure({ Attributes: map(string()) }),
  handle(topics, { SubscriptionArn }, { scope }) {
    const subscription = topics.getSubscription(ownSubscriptionArn(SubscriptionArn, scope));
    return { Attributes: showSubscriptionAttributes(scope, subscription) };
  },
});
