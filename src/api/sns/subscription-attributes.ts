import { partitionOf } from '../../aws/arn.ts';
import type { Scope } from '../../aws/scope.ts';
import type { Subscription } from '../../sns/topic.ts';
import { invalidParameter } from '../../sns/topic-error.ts';
import { string, structure } from '../../wire/shape.ts';

/** A subscription as the lists show it. */
export const subscriptionShape = structure({
  TopicArn: string(),
  Protocol: string(),
  SubscriptionArn: string(),
  Owner: string(),
  Endpoint: string(),
});

export function describeSubscription({ account }: Scope, subscription: Subscription) {
  return {
    TopicArn: subscription.topicArn,
    Protocol: 'sqs',
    SubscriptionArn: subscription.arn,
    Owner: account,
    Endpoint: subscription.queueArn,
  };
}

/**
 * Reads an attribute of a subscription.
 *
 * @throws TopicError InvalidParameter for what is not supported here, or has a wrong value
 */
export function parseRawMessageDelivery(name: string, value: string | undefined): boolean {
  if (name !== 'RawMessageDelivery')
    throw invalidParameter('AttributeName', `${name} is not supported here`);
  if (value === 'true' || value === 'false') return value === 'true';
  const reason = `RawMessageDelivery: Invalid value [${value ?? ''}]. Must be true or false.`;
  throw invalidParameter('Attributes', reason);
}

/** All attributes of a subscription. Nobody is asked to confirm a queue. */
export function showSubscriptionAttributes(
  scope: Scope,
  subscription: Subscription,
): Record<string, string> {
  return {
    ...describeSubscription(scope, subscription),
    RawMessageDelivery: String(subscription.rawMessageDelivery),
    ConfirmationWasAuthenticated: 'true',
    PendingConfirmation: 'false',
    SubscriptionPrincipal: `arn:${partitionOf(scope.region)}:iam::${scope.account}:root`,
  };
}
