import type { Scope } from '../aws/scope.ts';
import type { Subscription } from '../sns/topic.ts';
import type { Topics } from '../sns/topics.ts';
import type { Plan } from '../template/plan.ts';

/**
 * Creates the topics and subscribes their queues. What exists is kept, its settings and tags too;
 * only whether a queue gets the bare message follows the template.
 *
 * @throws TopicError for a name or a queue that cannot be
 */
export async function applyTopics(
  topics: Topics,
  scope: Scope,
  plan: Pick<Plan, 'topics' | 'subscriptions'>,
): Promise<void> {
  for (const { name } of plan.topics) await topics.createTopic(scope, name);
  const wanted = [
    ...plan.topics.flatMap(({ arn: topicArn, subscriptions }) =>
      subscriptions.map((one) => ({ ...one, topicArn })),
    ),
    ...plan.subscriptions,
  ];
  for (const subscription of wanted) await applySubscription(topics, subscription);
}

async function applySubscription(topics: Topics, wanted: Omit<Subscription, 'arn'>): Promise<void> {
  const { topicArn, queueArn, rawMessageDelivery } = wanted;
  const subscribed = topics.listSubscriptionsByTopic(topicArn);
  const existing = subscribed.find((subscription) => subscription.queueArn === queueArn);
  if (!existing) await topics.subscribe(topicArn, queueArn, { rawMessageDelivery });
  else if (existing.rawMessageDelivery !== rawMessageDelivery) {
    await topics.setRawMessageDelivery(existing.arn, rawMessageDelivery);
  }
}
