import { expect, test } from 'vitest';
import { DEFAULT_SCOPE as scope } from '../aws/scope.ts';
import { startTopics } from '../sns/topics.suite.ts';
import { planTemplate } from '../template/plan-template.ts';
import { applyTopics } from './apply-topics.ts';

const arnOf = (service: string, name: string) =>
  `arn:aws:${service}:${scope.region}:${scope.account}:${name}`;
const ALARMS = arnOf('sns', 'alarms');

/** Topics to which a template is applied: a topic `alarms`, and queues in it and beside it. */
function topicsWith() {
  const { topics } = startTopics();
  const apply = (inline: string[], beside: Record<string, object> = {}) => {
    const sqs = (name: string) => ({ Protocol: 'sqs', Endpoint: arnOf('sqs', name) });
    const resources = Object.entries(beside).map(([name, more]) => {
      const Properties = { TopicArn: { Ref: 'Alarms' }, ...sqs(name), ...more };
      return [`To${name}`, { Type: 'AWS::SNS::Subscription', Properties }];
    });
    const Alarms = {
      Type: 'AWS::SNS::Topic',
      Properties: { TopicName: 'alarms', Subscription: inline.map(sqs) },
    };
    const Stream = { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } };
    const template = { Resources: { Stream, Alarms, ...Object.fromEntries(resources) } };
    const options = { fileName: 'template.json', scope };
    return applyTopics(topics, scope, planTemplate(JSON.stringify(template), options));
  };
  const subscribers = () =>
    topics
      .listSubscriptionsByTopic(ALARMS)
      .map(({ endpoint, rawMessageDelivery }) => [endpoint.split(':').at(-1), rawMessageDelivery])
      .sort();
  return { topics, apply, subscribers };
}

test('a topic is made with the queues that it and its subscriptions name', async () => {
  const { apply, subscribers } = topicsWith();
  await apply(['a'], { b: { RawMessageDelivery: true }, c: {} });
  expect(subscribers()).toEqual([
    ['a', false],
    ['b', true],
    ['c', false],
  ]);
});

test('at the next start the same subscriptions are there, each once', async () => {
  const { apply, topics } = topicsWith();
  await apply(['a'], { b: { RawMessageDelivery: true } });
  const before = topics.listSubscriptions(scope);
  await apply(['a'], { b: { RawMessageDelivery: true } });
  expect(topics.listSubscriptions(scope)).toEqual(before);
});

test('raw delivery follows the template; the subscription stays', async () => {
  const { apply, topics, subscribers } = topicsWith();
  await apply([], { b: {} });
  const [before] = topics.listSubscriptions(scope);
  await apply([], { b: { RawMessageDelivery: true } });
  expect(subscribers()).toEqual([['b', true]]);
  expect(topics.listSubscriptions(scope)[0]?.arn).toBe(before?.arn);
});

test('a filter follows the template, and ends with it', async () => {
  const { apply, topics } = topicsWith();
  const FilterPolicy = { shop: ['one'] };
  await apply([], { b: { FilterPolicy } });
  expect(topics.listSubscriptions(scope)[0]?.filterPolicy).toBe('{"shop":["one"]}');
  await apply([], { b: {} });
  expect(topics.listSubscriptions(scope)[0]?.filterPolicy).toBeUndefined();
});

test('a topic that is there keeps what it has', async () => {
  const { apply, topics, subscribers } = topicsWith();
  const settings = { displayName: 'Alarms' };
  await topics.createTopic(scope, 'alarms', { settings, tags: { team: 'a' } });
  await topics.subscribe(ALARMS, arnOf('sqs', 'elsewhere'));
  await apply(['a']);
  expect(topics.getTopic(ALARMS)).toMatchObject({ settings, tags: { team: 'a' } });
  expect(subscribers()).toEqual([
    ['a', false],
    ['elsewhere', false],
  ]);
});

test('what SNS refuses of a subscription is told with its place', async () => {
  const run = topicsWith().apply([], { b: { RedrivePolicy: { some: 'thing' } } });
  await expect(run).rejects.toMatchObject({
    problem: { line: 1, column: expect.any(Number), message: expect.stringMatching(/^Invalid/) },
  });
});
