import { parseArn } from '../../aws/arn.ts';
import { missing } from '../constraints.ts';
import type { NotRun, PlannedQueue, PlannedSubscription, PlannedTopic } from '../plan.ts';
import type { Findings, Position } from '../problem.ts';
import { Properties, type PropertyTable } from '../properties.ts';
import type { Resource } from '../sections.ts';
import { toJson } from '../tree.ts';
import { type Context, open } from './context.ts';
import type { Absent } from './mapping-ends.ts';
import { readEndpoint, readProtocol, type Subscribers } from './subscriber.ts';

const SCOPES = ['MessageAttributes', 'MessageBody'] as const;

const TABLE: PropertyTable = {
  TopicArn: true,
  Protocol: true,
  Endpoint: true,
  RawMessageDelivery: true,
  FilterPolicy: true,
  FilterPolicyScope: true,
  RedrivePolicy: true,
  DeliveryPolicy: 'only deliveries over HTTP have one',
  Region: 'the ARN of the topic names the region',
  ReplayPolicy: 'there are no FIFO topics here',
  SubscriptionRoleArn: 'nothing here asks for permission',
};

/** The properties of an SNS event (AWS SAM developer guide). */
export const SNS_EVENT: PropertyTable = {
  Topic: true,
  FilterPolicy: true,
  FilterPolicyScope: true,
  RedrivePolicy: true,
  Region: 'the ARN of the topic names the region',
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
  const read = readProtocol(new Properties(resource.properties, evaluator, findings));
  if (read && 'why' in read) return notRun(read.why);
  const opened = open(resource, TABLE, world);
  if (!opened) return undefined;
  const { properties } = opened;
  const topicArn = readTopicArn(properties);
  const settings = readSettings(properties);
  if (topicArn === undefined) return undefined;
  if (!world.topics.some(({ arn }) => arn === topicArn)) {
    const topic = world.notRunWith(topicArn)?.resource.logicalId;
    return notRun(
      topic ? `its topic ${topic} does not run here` : `${topicArn} is not in this template`,
    );
  }
  if (!read) return undefined;
  const endpoint = readEndpoint(read.protocol, properties, world);
  if (endpoint === undefined) return undefined;
  const absent = world.notRunWith(endpoint)?.resource.logicalId;
  if (absent !== undefined) return notRun(`${absent} does not run here`);
  return { logicalId, position: at, topicArn, protocol: read.protocol, endpoint, ...settings };
}

/** The policies as SNS takes them; it is SNS that says what is wrong with them. */
function readSettings(
  properties: Properties,
): Pick<
  PlannedSubscription,
  'rawMessageDelivery' | 'filterPolicy' | 'filterPolicyScope' | 'redrivePolicy'
> {
  const filterPolicy = jsonOf(properties, 'FilterPolicy');
  const redrivePolicy = jsonOf(properties, 'RedrivePolicy');
  const scope = properties.text('FilterPolicyScope', 'filterPolicyScope', { enum: SCOPES });
  const filterPolicyScope = SCOPES.find((one) => one === scope);
  return {
    rawMessageDelivery: properties.boolean('RawMessageDelivery') ?? false,
    ...(filterPolicy !== undefined && { filterPolicy }),
    ...(filterPolicyScope !== undefined && { filterPolicyScope }),
    ...(redrivePolicy !== undefined && { redrivePolicy }),
  };
}

/** A policy is written as a map, or as JSON text. */
function jsonOf(properties: Properties, name: string): string | undefined {
  const node = properties.node(name);
  if (!node) return undefined;
  const json = toJson(node);
  return typeof json === 'string' ? json : JSON.stringify(json);
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

/** Notes who is subscribed twice, in two ways, in the words of SNS (observed on AWS). */
export function checkTwice(
  topics: readonly PlannedTopic[],
  subscriptions: readonly PlannedSubscription[],
  findings: Findings,
): void {
  const kept = new Map<string, string>();
  const note = (at: Position, topicArn: string, subscribers: Subscribers) => {
    for (const { endpoint, rawMessageDelivery, filterPolicy, filterPolicyScope } of subscribers) {
      const key = `${topicArn} ${endpoint}`;
      const settings = JSON.stringify([rawMessageDelivery, filterPolicy, filterPolicyScope]);
      const earlier = kept.get(key) ?? settings;
      kept.set(key, earlier);
      if (earlier === settings) continue;
      const reason = 'Subscription already exists with different attributes';
      findings.problem(at, `Invalid parameter: Attributes Reason: ${reason}`);
    }
  };
  for (const { position, arn, subscriptions: own } of topics) note(position, arn, own);
  for (const one of subscriptions) note(one.position, one.topicArn, [one]);
}
