import { PROTOCOLS } from '../../sns/subscription.ts';
import { invalidParameter } from '../../sns/topic-error.ts';
import type { Topics } from '../../sns/topics.ts';
import { boolean, map, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { ownTopicArn } from './own-arn.ts';
import { parseSubscriptionAttributes } from './subscription-attributes.ts';

export const subscribe = operation<Topics>()({
  name: 'Subscribe',
  input: structure({
    TopicArn: required(string()),
    Protocol: required(string()),
    Endpoint: string(),
    Attributes: map(string()),
    // Nobody here is asked for a confirmation, so the ARN is answered in any case.
    ReturnSubscriptionArn: boolean(),
  }),
  output: structure({ SubscriptionArn: string() }),
  async handle(topics, { TopicArn, Protocol, Endpoint = '', Attributes = {} }, { scope }) {
    const protocol = PROTOCOLS.find((one) => one === Protocol);
    if (!protocol) {
      const reason = `only sqs and lambda are supported here, not ${Protocol}`;
      throw invalidParameter('Protocol', reason);
    }
    const settings = parseSubscriptionAttributes(Attributes);
    const arn = ownTopicArn(TopicArn, scope);
    const subscription = await topics.subscribe(arn, Endpoint, { protocol, ...settings });
    return { SubscriptionArn: subscription.arn };
  },
});
