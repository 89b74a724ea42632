import type { Scope } from '../aws/scope.ts';
import type { Topics } from '../sns/topics.ts';
import type { Plan, PlannedSubscription } from '../template/plan.ts';

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

async function applySubscription(
  topics: Topics,
  { topicArn, queueArn, rawMessageDelivery }: Omit<PlannedSubscription, 'logicalId' | 'position'>,
): Promise<void> {
  const subscribed = topics.listSubscriptionsByTopic(topicArn);
  const existing = subscribed.find(({ endpoint }) => endpoint === queueArn);
  if (!existing) await topics.subscribe(topicArn, queueArn, { rawMessageDelivery });
  else if (existing.rawMessageDelivery !== rawMessageDelivery) {
    await topics.changeSubscription(existing.arn, { rawMessageDelivery });
  }
}
