import { partitionOf } from '../../aws/arn.ts';
import { ownOf } from '../../aws/own.ts';
import type { Scope } from '../../aws/scope.ts';
import {
  FILTER_POLICY_SCOPES,
  type Subscription,
  type SubscriptionSettings,
} from '../../sns/subscription.ts';
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
    Protocol: subscription.protocol,
    SubscriptionArn: subscription.arn,
    Owner: account,
    Endpoint: subscription.endpoint,
  };
}

const wrong = (reason: string) => invalidParameter('Attributes', reason);

const READ: Readonly<Record<string, (value: string) => Partial<SubscriptionSettings>>> = {
  RawMessageDelivery: (value) => {
    if (value === 'true' || value === 'false') return { rawMessageDelivery: value === 'true' };
    throw wrong(`RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
  },
  // An empty policy, of either form, ends filtering.
  FilterPolicy: (value) => {
    const isEmpty = /^(\{\s*\})?$/.test(value.trim());
    return { filterPolicy: isEmpty ? undefined : value };
  },
  FilterPolicyScope: (value) => {
    const filterPolicyScope = FILTER_POLICY_SCOPES.find((one) => one === value);
    if (filterPolicyScope) return { filterPolicyScope };
    const must = FILTER_POLICY_SCOPES.join(' or ');
    throw wrong(`FilterPolicyScope: Invalid value [${value}]. Please use either ${must}`);
  },
  RedrivePolicy: (value) => ({ redrivePolicy: value === '' ? undefined : value }),
};

/**
 * Reads attributes of a subscription.
 *
 * @throws TopicError InvalidParameter for what is not supported here, or has a wrong value
 */
export function parseSubscriptionAttributes(
  attributes: Readonly<Record<string, string>>,
): Partial<SubscriptionSettings> {
  const settings = Object.entries(attributes).map(([name, value]) => {
    const read = ownOf(READ, name);
    if (!read) throw invalidParameter('AttributeName', `${name} is not supported here`);
    return read(value);
  });
  return Object.assign({}, ...settings);
}

/** All attributes of a subscription. Nobody here is asked to confirm. */
export function showSubscriptionAttributes(
  scope: Scope,
  subscription: Subscription,
): Record<string, string> {
  const { filterPolicy, filterPolicyScope = 'MessageAttributes', redrivePolicy } = subscription;
  return {
    ...describeSubscription(scope, subscription),
    ...(filterPolicy !== undefined && {
      FilterPolicy: filterPolicy,
      FilterPolicyScope: filterPolicyScope,
    }),
    ...(redrivePolicy !== undefined && { RedrivePolicy: redrivePolicy }),
    RawMessageDelivery: String(subscription.rawMessageDelivery),
    ConfirmationWasAuthenticated: 'true',
    PendingConfirmation: 'false',
    SubscriptionPrincipal: `arn:${partitionOf(scope.region)}:iam::${scope.account}:root`,
  };
}
