import { expect, test } from 'vitest';
import { DEFAULT_SCOPE as scope } from '../aws/scope.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { Streams } from '../kinesis/streams.ts';
import { Events } from '../observe/events.ts';
import { seededRandom } from '../random/random.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { planTemplate } from '../template/plan-template.ts';
import { applyConsumers, consumerCreatedAt } from './apply-consumers.ts';
import { inTemplate } from './at-place.ts';

const TEMPLATE = `
Resources:
  Orders: {Type: AWS::Kinesis::Stream, Properties: {Name: orders, ShardCount: 1}}
  Fan:
    Type: AWS::Kinesis::StreamConsumer
    Properties: {ConsumerName: audit, StreamARN: !GetAtt Orders.Arn, Tags: [{Key: team, Value: a}]}
`;

function world() {
  const clock = new ManualClock();
  const events = new Events();
  const store = new MemoryStore();
  const streams = new Streams({ store, clock, random: seededRandom(1), events });
  const read = () => {
    const createdAt = consumerCreatedAt(streams, clock);
    return planTemplate(TEMPLATE, { fileName: 't.yaml', scope, consumerCreatedAt: createdAt });
  };
  const apply = (plan = read()) =>
    inTemplate('t.yaml', () => applyConsumers(streams, plan.consumers));
  const arns = () =>
    streams.consumers.listPage(scope, 'orders').consumers.map(({ consumerArn }) => consumerArn);
  return { clock, streams, read, apply, arns };
}

test('a consumer gets the ARN that the rest of the template was told, whenever it is made', async () => {
  const { clock, streams, read, apply, arns } = world();
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  const plan = read();
  clock.advance(5000);
  await apply(plan);
  expect(arns()).toEqual([plan.consumers[0]?.arn]);
  const naming = { streamName: 'orders', consumerName: 'audit' };
  expect(streams.consumers.describe(scope, naming).tags).toEqual({ team: 'a' });
});

test('a consumer that exists is found again, and no second one is made', async () => {
  const { clock, streams, read, apply, arns } = world();
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  await apply();
  const first = arns();
  clock.advance(60_000);
  await apply();
  expect(arns()).toEqual(first);
  expect(read().consumers[0]?.arn).toBe(first[0]);
});

test('a stream that is not there is told with the place of the consumer', async () => {
  await expect(world().apply()).rejects.toThrow(
    `t.yaml:4:3: Stream orders under account ${scope.account} not found.`,
  );
});

test('so is a stream that has all its consumers', async () => {
  const { streams, apply } = world();
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  for (let count = 0; count < 20; count++) {
    await streams.consumers.register(scope, { streamName: 'orders', consumerName: `c-${count}` });
  }
  await expect(apply()).rejects.toThrow(/^t\.yaml:4:3: At most 20 consumers/);
});
