import type { Topics } from '../../sns/topics.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { ownSubscriptionArn } from './own-arn.ts';
import { parseRawMessageDelivery } from './subscription-attributes.ts';

export const setSubscriptionAttributes = operation<Topics>()({
  name: 'SetSubscriptionAttributes',
  input: structure({
    SubscriptionArn: required(string()),
    AttributeName: required(string()),
    AttributeValue: string(),
  }),
  output: structure({}),
  async handle(topics, { SubscriptionArn, AttributeName, AttributeValue }, { scope }) {
    const arn = ownSubscriptionArn(SubscriptionArn, scope);
    const isRaw = parseRawMessageDelivery(AttributeName, AttributeValue);
    await topics.setRawMessageDelivery(arn, isRaw);
    return {};
  },
});
