import type { Topics } from '../../sns/topics.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { ownSubscriptionArn } from './own-arn.ts';
import { parseSubscriptionAttributes } from './subscription-attributes.ts';

export const setSubscriptionAttributes = operation<Topics>()({
  name: 'SetSubscriptionAttributes',
  input: structure({
    SubscriptionArn: required(string()),
    AttributeName: required(string()),
    AttributeValue: string(),
  }),
  output: structure({}),
  async handle(topics, { SubscriptionArn, AttributeName, AttributeValue = '' }, { scope }) {
    const arn = ownSubscriptionArn(SubscriptionArn, scope);
    const change = parseSubscriptionAttributes({ [AttributeName]: AttributeValue });
    await topics.changeSubscription(arn, change);
    return {};
  },
});
