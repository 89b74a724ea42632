import { expect, test } from 'vitest';
import { scope, streamsOn } from './resharding.suite.ts';
import { parseConsumerArn } from './stream.ts';

const ARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/orders';

const refused = (code: string, message: string | RegExp) =>
  expect.objectContaining({
    name: 'KinesisError',
    code,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });

async function orders() {
  const world = streamsOn();
  const { streams, clock } = world;
  clock.advance(1_731_291_806_250 - clock.now());
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  const register = (consumerName: string) =>
    streams.consumers.register(scope, { streamName: 'orders', consumerName });
  return { ...world, register };
}

test('a consumer is active at once, and known by its name and its ARN after a restart', async () => {
  const { open, register } = await orders();
  const consumer = await register('audit');
  expect(consumer).toEqual({
    consumerName: 'audit',
    tags: {},
    consumerArn: `${ARN}/consumer/audit:1731291806`,
    streamArn: ARN,
    status: 'ACTIVE',
    createdAtMs: 1_731_291_806_000,
  });
  const { consumers } = open();
  expect(consumers.describe(scope, { streamName: 'orders', consumerName: 'audit' })).toEqual(
    consumer,
  );
  expect(consumers.describe(scope, parseConsumerArn(consumer.consumerArn)!)).toEqual(consumer);
  expect(consumers.count(scope, 'orders')).toBe(1);
});

test('a consumer that was registered again is another one', async () => {
  const { streams, clock, register } = await orders();
  const { consumerArn } = await register('audit');
  await streams.consumers.deregister(scope, parseConsumerArn(consumerArn)!);
  clock.advance(1000);
  await register('audit');
  const text =
    'Consumer audit with creation timestamp 1731291806 under stream: orders, ' +
    'account 123456789012 not found.';
  expect(() => streams.consumers.describe(scope, parseConsumerArn(consumerArn)!)).toThrow(text);
  await expect(streams.consumers.deregister(scope, parseConsumerArn(consumerArn)!)).rejects.toEqual(
    refused('ConsumerNotFound', text),
  );
  expect(streams.consumers.count(scope, 'orders')).toBe(1);
});

test('names are unique in a stream, and twenty are the most', async () => {
  const { streams, register } = await orders();
  await register('c-1');
  await expect(register('c-1')).rejects.toEqual(refused('ConsumerExists', /c-1 .* exists/));
  await expect(register('a b')).rejects.toEqual(refused('InvalidValue', /a b/));
  for (let number = 2; number <= 20; number++) await register(`c-${number}`);
  await expect(register('c-21')).rejects.toEqual(refused('LimitExceeded', /At most 20/));
  await streams.consumers.deregister(scope, { streamName: 'orders', consumerName: 'c-1' });
  await register('c-21');
});

test('consumers are listed by name, in pages that belong to their stream', async () => {
  const { streams, clock, register } = await orders();
  for (const name of ['b', 'c', 'a']) await register(name);
  const list = (options: object) => streams.consumers.listPage(scope, 'orders', options);
  const names = ({ consumers }: ReturnType<typeof list>) =>
    consumers.map(({ consumerName }) => consumerName).join('');
  const first = list({ limit: 2 });
  expect(names(first)).toBe('ab');
  const second = list({ limit: 2, nextToken: first.nextToken });
  expect(names(second)).toBe('c');
  expect(second.nextToken).toBeUndefined();
  await streams.createStream(scope, { streamName: 'other', shardCount: 1 });
  expect(() => streams.consumers.listPage(scope, 'other', first)).toThrow('not found');
  clock.advance(300_001);
  expect(() => list({ nextToken: first.nextToken })).toThrow('NextToken expired');
});

test('a stream with consumers is deleted only with them', async () => {
  const { streams, register, store } = await orders();
  await register('audit');
  await expect(streams.deleteStream(scope, 'orders')).rejects.toEqual(
    refused('StreamInUse', /^DeleteStream can't delete 123456789012:orders because there are/),
  );
  await streams.deleteStream(scope, 'orders', { enforceConsumerDeletion: true });
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  expect(streams.consumers.count(scope, 'orders')).toBe(0);
  expect([...store.range({ prefix: ['stream-consumers'] })]).toEqual([]);
});

test.each([
  ARN,
  `${ARN}/consumer/audit`,
  `${ARN}/consumer/audit:x`,
  `${ARN}/consumer/a/b:1`,
  'arn:aws:sqs:us-east-1:123456789012:stream/orders/consumer/audit:1',
])('%s is not the ARN of a consumer', (text) => {
  expect(parseConsumerArn(text)).toBeUndefined();
});

test('the ARN of a consumer tells its stream', () => {
  expect(parseConsumerArn(`${ARN}/consumer/audit:17`)).toMatchObject({
    ...scope,
    streamName: 'orders',
    streamArn: ARN,
    consumerName: 'audit',
    createdAtSeconds: 17,
  });
});
