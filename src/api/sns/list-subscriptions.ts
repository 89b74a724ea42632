import type { Topics } from '../../sns/topics.ts';
import { list, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { pageOf } from './page.ts';
import { describeSubscription, subscriptionShape } from './subscription-attributes.ts';

export const listSubscriptions = operation<Topics>()({
  name: 'ListSubscriptions',
  input: structure({ NextToken: string() }),
  output: structure({ Subscriptions: list(subscriptionShape), NextToken: string() }),
  handle(topics, { NextToken }, { scope }) {
    const { page, nextToken } = pageOf(topics.listSubscriptions(scope), NextToken);
    const Subscriptions = page.map((subscription) => describeSubscription(scope, subscription));
    return { Subscriptions, NextToken: nextToken };
  },
});
