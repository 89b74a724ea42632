import { invalidParameter } from '../../sns/topic-error.ts';
import type { Topics } from '../../sns/topics.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { ownTopicArn } from './own-arn.ts';

/** Queues and functions need no confirmation: no token was given out, so none is right. */
export const confirmSubscription = operation<Topics>()({
  name: 'ConfirmSubscription',
  input: structure({
    TopicArn: required(string()),
    Token: required(string()),
    AuthenticateOnUnsubscribe: string(),
  }),
  output: structure({ SubscriptionArn: string() }),
  handle(topics, { TopicArn }, { scope }) {
    topics.getTopic(ownTopicArn(TopicArn, scope));
    throw invalidParameter('Token');
  },
});
