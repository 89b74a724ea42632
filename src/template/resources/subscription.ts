import { parseArn } from '../../aws/arn.ts';
import { missing } from '../constraints.ts';
import type { NotRun, PlannedQueue, PlannedSubscription, PlannedTopic } from '../plan.ts';
import type { Findings, Position } from '../problem.ts';
import { Properties, type PropertyTable } from '../properties.ts';
import type { Resource } from '../sections.ts';
import { type Context, open } from './context.ts';
import type { Absent } from './mapping-ends.ts';
import { readProtocol, readQueueArn, type Subscribers } from './subscriber.ts';

const TABLE: PropertyTable = {
  TopicArn: true,
  Protocol: true,
  Endpoint: true,
  RawMessageDelivery: true,
  FilterPolicy: true,
  RedrivePolicy: true,
  DeliveryPolicy: 'only deliveries over HTTP have one',
  FilterPolicyScope: 'messages are not filtered',
  Region: 'the ARN of the topic names the region',
  ReplayPolicy: 'there are no FIFO topics here',
  SubscriptionRoleArn: 'nothing here asks for permission',
};

/** What is known of the template when its subscriptions are planned. */
export interface SubscriptionSurroundings extends Context {
  readonly queues: readonly PlannedQueue[];
  readonly topics: readonly PlannedTopic[];
  readonly notRunWith: (value: string) => Absent | undefined;
}

/** AWS::SNS::Subscription. One that does not run is not looked at further than its protocol. */
export function planSubscription(
  resource: Resource,
  world: SubscriptionSurroundings,
): PlannedSubscription | NotRun | undefined {
  const { logicalId, at, type } = resource;
  const notRun = (why: string): NotRun => ({ logicalId, position: at, type, why });
  const { evaluator, findings } = world;
  const protocol = readProtocol(new Properties(resource.properties, evaluator, findings));
  if (protocol?.why) return notRun(protocol.why);
  const opened = open(resource, TABLE, world);
  if (!opened) return undefined;
  const { properties } = opened;
  checkPolicies(properties);
  const topicArn = readTopicArn(properties);
  const rawMessageDelivery = properties.boolean('RawMessageDelivery') ?? false;
  if (topicArn === undefined) return undefined;
  if (!world.topics.some(({ arn }) => arn === topicArn)) {
    const topic = world.notRunWith(topicArn)?.resource.logicalId;
    return notRun(
      topic ? `its topic ${topic} does not run here` : `${topicArn} is not in this template`,
    );
  }
  const queueArn = readQueueArn(properties, world);
  if (!protocol || queueArn === undefined) return undefined;
  return { logicalId, position: at, topicArn, queueArn, rawMessageDelivery };
}

/** Without them other messages would arrive than on AWS, so they are not passed over. */
function checkPolicies(properties: Properties): void {
  for (const name of ['FilterPolicy', 'RedrivePolicy']) {
    if (properties.node(name) === undefined) continue;
    const message = `The ${name} of a subscription is not supported yet; remove it.`;
    properties.findings.problem(properties.at(name), message);
  }
}

function readTopicArn(properties: Properties): string | undefined {
  const { findings } = properties;
  const at = properties.at('TopicArn');
  if (properties.isAbsent('TopicArn')) findings.problem(at, missing('topicArn'));
  const arn = properties.text('TopicArn', 'topicArn');
  if (arn === undefined || parseArn(arn)?.service === 'sns') return arn;
  const message = `Invalid parameter: TopicArn. Name the topic with Ref, not by ${arn}.`;
  findings.problem(at, message);
  return undefined;
}

/** Notes a queue that is subscribed twice, in two ways, in the words of SNS (observed on AWS). */
export function checkTwice(
  topics: readonly PlannedTopic[],
  subscriptions: readonly PlannedSubscription[],
  findings: Findings,
): void {
  const kept = new Map<string, boolean>();
  const note = (at: Position, topicArn: string, subscribers: Subscribers) => {
    for (const { queueArn, rawMessageDelivery } of subscribers) {
      const key = `${topicArn} ${queueArn}`;
      const earlier = kept.get(key) ?? rawMessageDelivery;
      kept.set(key, earlier);
      if (earlier === rawMessageDelivery) continue;
      const reason = 'Subscription already exists with different attributes';
      findings.problem(at, `Invalid parameter: Attributes Reason: ${reason}`);
    }
  };
  for (const { position, arn, subscriptions: own } of topics) note(position, arn, own);
  for (const one of subscriptions) note(one.position, one.topicArn, [one]);
}
