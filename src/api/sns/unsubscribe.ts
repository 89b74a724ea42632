import type { Topics } from '../../sns/topics.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { ownSubscriptionArn } from './own-arn.ts';

export const unsubscribe = operation<Topics>()({
  name: 'Unsubscribe',
  input: structure({ SubscriptionArn: required(string()) }),
  output: structure({}),
  async handle(topics, { SubscriptionArn }, { scope }) {
    await topics.unsubscribe(ownSubscriptionArn(SubscriptionArn, scope));
    return {};
  },
});
