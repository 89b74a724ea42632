import { kindOf } from './identity.ts';
import type { NotRun, Plan } from './plan.ts';
import { planAlarm } from './resources/alarm.ts';
import { planBucket } from './resources/bucket.ts';
import { planConsumers } from './resources/consumer.ts';
import type { Context } from './resources/context.ts';
import { planFunction } from './resources/function.ts';
import { planLogGroup } from './resources/log-group.ts';
import { planMapping } from './resources/mapping.ts';
import type { Absent } from './resources/mapping-ends.ts';
import { planQueue } from './resources/queue.ts';
import { planStream } from './resources/stream.ts';
import { checkTwice, planSubscription } from './resources/subscription.ts';
import { planTopic } from './resources/topic.ts';
import type { Resource } from './sections.ts';
import type { Expanded } from './serverless-function.ts';

type PlannedResources = Omit<Plan, 'stackName' | 'warnings' | 'outputs'>;

const NOT_RUN_TYPE = 'resources of this type do not run here';

/** Plans the resources that are part of the stack, in the order of the template. */
export function planResources(expanded: Expanded, context: Context): PlannedResources {
  const { evaluator, findings } = context;
  const present = [...expanded.resources.values()].filter((resource) => {
    return findings.attempt(() => evaluator.exists(resource));
  });
  const ofType = (type: string) => present.filter((resource) => resource.type === type);
  const streams = ofType('AWS::Kinesis::Stream').flatMap((one) => planStream(one, context) ?? []);
  const consumers = planConsumers(ofType('AWS::Kinesis::StreamConsumer'), context);
  const queues = ofType('AWS::SQS::Queue').flatMap((one) => planQueue(one, context) ?? []);
  const topics = sorted(
    ofType('AWS::SNS::Topic').flatMap((one) => planTopic(one, { ...context, queues })),
  );
  const buckets = ofType('AWS::S3::Bucket').flatMap((one) => planBucket(one, context) ?? []);
  const logGroups = ofType('AWS::Logs::LogGroup').flatMap((one) => {
    return planLogGroup(one, context) ?? [];
  });
  const alarms = sorted(ofType('AWS::CloudWatch::Alarm').map((one) => planAlarm(one, context)));
  const functions = sorted(
    ofType('AWS::Lambda::Function').flatMap((one) => planFunction(one, context) ?? []),
  );
  const others = present
    .filter(({ type, logicalId }) => !kindOf(type) && !expanded.generated.has(logicalId))
    .map(({ logicalId, at, type }): NotRun => {
      return { logicalId, position: at, type, why: NOT_RUN_TYPE };
    });
  const absent = absentResources([...functions.notRun, ...topics.notRun, ...others], expanded);
  const world = {
    ...context,
    streams,
    consumers,
    queues,
    topics: topics.planned,
    buckets,
    functions: functions.planned,
    notRunWith: (value: string) => absent.find((one) => answers(one.resource, value, context)),
    typeOf: (logicalId: string) => expanded.resources.get(logicalId)?.type,
  };
  const subscriptions = sorted(
    ofType('AWS::SNS::Subscription').flatMap((one) => planSubscription(one, world) ?? []),
  );
  checkTwice(topics.planned, subscriptions.planned, findings);
  const mappings = sorted(
    ofType('AWS::Lambda::EventSourceMapping').flatMap((one) => planMapping(one, world) ?? []),
  );
  const events = expanded.notRun.filter(({ ownerId }) => present.some(isCalled(ownerId)));
  const notRun = [
    ...[...functions.notRun, ...topics.notRun, ...subscriptions.notRun, ...mappings.notRun],
    ...[...alarms.notRun, ...others, ...events],
  ];
  return {
    streams,
    consumers,
    queues,
    topics: topics.planned,
    subscriptions: subscriptions.planned,
    buckets,
    logGroups,
    alarms: alarms.planned,
    functions: functions.planned,
    mappings: mappings.planned,
    notRun: notRun
      .map(({ logicalId, position, type, why }) => ({ logicalId, position, type, why }))
      .sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column),
  };
}

const isCalled = (id: string) => (resource: Resource) => resource.logicalId === id;

function sorted<Planned extends object>(
  all: readonly (Planned | NotRun)[],
): { planned: Planned[]; notRun: NotRun[] } {
  const isNotRun = (one: Planned | NotRun): one is NotRun => 'why' in one;
  return {
    planned: all.filter((one): one is Planned => !isNotRun(one)),
    notRun: all.filter(isNotRun),
  };
}

function absentResources(notRun: readonly NotRun[], { resources }: Expanded): Absent[] {
  return notRun.flatMap(({ logicalId, why }) => {
    const resource = resources.get(logicalId);
    return resource ? [{ resource, why }] : [];
  });
}

/** Whether a value that the template names this resource by is the one given. */
function answers(resource: Resource, value: string, { evaluator, findings }: Context): boolean {
  const identity = findings.attempt(() => evaluator.identity(resource.logicalId, resource.at));
  if (!identity) return false;
  return identity.ref === value || Object.values(identity.attributes).includes(value);
}
