import { invalidParameter } from '../../sns/topic-error.ts';
import type { Topics } from '../../sns/topics.ts';
import { boolean, map, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { ownTopicArn } from './own-arn.ts';
import { parseRawMessageDelivery } from './subscription-attributes.ts';

export const subscribe = operation<Topics>()({
  name: 'Subscribe',
  input: structure({
    TopicArn: required(string()),
    Protocol: required(string()),
    Endpoint: string(),
    Attributes: map(string()),
    // A queue needs no confirmation, so its ARN is answered in any case.
    ReturnSubscriptionArn: boolean(),
  }),
  output: structure({ SubscriptionArn: string() }),
  async handle(topics, { TopicArn, Protocol, Endpoint = '', Attributes = {} }, { scope }) {
    if (Protocol !== 'sqs') {
      const reason = `only sqs is supported here, not ${Protocol}`;
      throw invalidParameter('Protocol', reason);
    }
    let rawMessageDelivery: boolean | undefined;
    for (const [name, value] of Object.entries(Attributes))
      rawMessageDelivery = parseRawMessageDelivery(name, value);
    const arn = ownTopicArn(TopicArn, scope);
    const subscription = await topics.subscribe(arn, Endpoint, { rawMessageDelivery });
    return { SubscriptionArn: subscription.arn };
  },
});
