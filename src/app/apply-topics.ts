import type { Scope } from '../aws/scope.ts';
import type { Topics } from '../sns/topics.ts';
import type { Plan, PlannedSubscriber } from '../template/plan.ts';
import { atPlace } from './at-place.ts';

/**
 * Creates the topics and subscribes who is to get their messages. What exists is kept, its settings and tags too;
 * only the settings of subscriptions follow the template.
 *
 * @throws Refusal for a name, a subscriber or a policy that cannot be
 */
export async function applyTopics(
  topics: Topics,
  scope: Scope,
  plan: Pick<Plan, 'topics' | 'subscriptions'>,
): Promise<void> {
  for (const { name, position } of plan.topics) {
    await atPlace(position, () => topics.createTopic(scope, name));
  }
  const wanted = [
    ...plan.topics.flatMap(({ arn: topicArn, subscriptions, position }) =>
      subscriptions.map((one) => ({ ...one, topicArn, position })),
    ),
    ...plan.subscriptions,
  ];
  for (const subscription of wanted) {
    await atPlace(subscription.position, () => applySubscription(topics, subscription));
  }
}

async function applySubscription(
  topics: Topics,
  { topicArn, ...wanted }: PlannedSubscriber & { readonly topicArn: string },
): Promise<void> {
  const { protocol, endpoint, rawMessageDelivery } = wanted;
  const { filterPolicy, filterPolicyScope, redrivePolicy } = wanted;
  const settings = { rawMessageDelivery, filterPolicy, filterPolicyScope, redrivePolicy };
  const subscribed = topics.listSubscriptionsByTopic(topicArn);
  const existing = subscribed.find((subscription) => subscription.endpoint === endpoint);
  if (existing) await topics.changeSubscription(existing.arn, settings);
  else await topics.subscribe(topicArn, endpoint, { protocol, ...settings });
}
