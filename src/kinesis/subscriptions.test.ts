import { expect, test } from 'vitest';
import { seededRandom } from '../random/random.ts';
import { scope, streamsOn } from './resharding.suite.ts';
import type { ShardPosition } from './shard-position.ts';
import { Streams } from './streams.ts';
import type { SubscriptionEvent } from './subscriptions.ts';

const SHARD = 'shardId-000000000000';
const consumer = { streamName: 'orders', consumerName: 'audit' };

async function orders() {
  const world = streamsOn();
  const { streams } = world;
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  await streams.consumers.register(scope, consumer);
  const put = (partitionKey: string, data = partitionKey) =>
    streams.putRecord(scope, 'orders', { partitionKey, data: Buffer.from(data) });
  const subscribe = (position: ShardPosition, signal = new AbortController().signal) => {
    const request = { scope, consumer, shardId: SHARD, position };
    return streams.subscriptions.subscribe(request, signal)[Symbol.asyncIterator]();
  };
  return { ...world, put, subscribe };
}

type Subscription = AsyncIterator<SubscriptionEvent>;

/** The partition keys of the next event. */
async function keys(subscription: Subscription): Promise<string> {
  const { value } = await subscription.next();
  return (value as SubscriptionEvent).records.map(({ partitionKey }) => partitionKey).join('');
}

/** Lets what was begun come to where it waits. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

const inUse = expect.objectContaining({
  code: 'SubscriptionInUse',
  message: `Another active subscription exists for this consumer: ${scope.account}:orders:${SHARD}:audit`,
});

test('records that are there come at once, later ones as they are put', async () => {
  const { put, subscribe } = await orders();
  await put('a');
  await put('b');
  const subscription = subscribe({ type: 'TRIM_HORIZON' });
  expect(await keys(subscription)).toBe('ab');
  const next = keys(subscription);
  await settled();
  const { sequenceNumber } = await put('c');
  expect(await next).toBe('c');
  await put('d');
  const { value } = await subscription.next();
  expect(value).toMatchObject({ millisBehindLatest: 0 });
  expect(BigInt(value.continuationSequenceNumber)).toBeGreaterThan(BigInt(sequenceNumber));
});

test.each<[string, (numbers: string[], startMs: number) => ShardPosition, string]>([
  ['LATEST', () => ({ type: 'LATEST' }), 'd'],
  ['AT_SEQUENCE_NUMBER', ([, b]) => ({ type: 'AT_SEQUENCE_NUMBER', sequenceNumber: b! }), 'bcd'],
  [
    'AFTER_SEQUENCE_NUMBER',
    ([, b]) => ({ type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: b! }),
    'cd',
  ],
  ['AT_TIMESTAMP', (_, startMs) => ({ type: 'AT_TIMESTAMP', timestamp: startMs + 2000 }), 'cd'],
])('a subscription begins at %s', async (_type, position, expected) => {
  const { clock, put, subscribe } = await orders();
  const numbers: string[] = [];
  const startMs = clock.now();
  for (const key of 'abc') {
    numbers.push((await put(key)).sequenceNumber);
    clock.advance(1000);
  }
  const subscription = subscribe(position(numbers, startMs));
  await put('d');
  expect(await keys(subscription)).toBe(expected);
});

test('an event that is empty tells the place now and then while nothing comes', async () => {
  const { clock, put, subscribe } = await orders();
  const { sequenceNumber } = await put('a');
  const subscription = subscribe({ type: 'LATEST' });
  const first = await subscription.next();
  expect(first.value).toMatchObject({ records: [], continuationSequenceNumber: sequenceNumber });
  let isThere = false;
  const second = subscription.next().then(() => {
    isThere = true;
  });
  await settled();
  clock.advance(4999);
  await settled();
  expect(isThere).toBe(false);
  clock.advance(1);
  await second;
});

test('a large page comes in several events, one after the other', async () => {
  const { put, subscribe } = await orders();
  for (const key of 'abc') await put(key, 'x'.repeat(600 * 1024));
  const subscription = subscribe({ type: 'TRIM_HORIZON' });
  expect([await keys(subscription), await keys(subscription), await keys(subscription)]).toEqual([
    'a',
    'b',
    'c',
  ]);
});

test('where shards are held to their limits, two mebibytes are sent in a second', async () => {
  const { store, clock, events } = streamsOn();
  const world = { store, clock, events, random: seededRandom(1) };
  const streams = new Streams({ ...world, limits: 'strict' });
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  await streams.consumers.register(scope, consumer);
  for (const partitionKey of 'ab') {
    const data = Buffer.alloc(1024 * 1024 - 1);
    await streams.putRecord(scope, 'orders', { partitionKey, data });
    clock.advance(1000);
  }
  const request = { scope, consumer, shardId: SHARD, position: { type: 'TRIM_HORIZON' } } as const;
  const { signal } = new AbortController();
  const subscription = streams.subscriptions.subscribe(request, signal)[Symbol.asyncIterator]();
  expect(await keys(subscription)).toBe('a');
  let isSent = false;
  const next = keys(subscription).finally(() => {
    isSent = true;
  });
  await settled();
  clock.advance(499);
  await settled();
  expect(isSent).toBe(false);
  clock.advance(1);
  expect(await next).toBe('b');
});

test('a subscription ends after five minutes', async () => {
  const { clock, subscribe } = await orders();
  const subscription = subscribe({ type: 'LATEST' });
  await subscription.next();
  const end = subscription.next();
  await settled();
  clock.advance(300_000);
  expect(await end).toEqual({ done: true, value: undefined });
});

test('the last event of a shard tells its children, and no place to go on at', async () => {
  const { streams, put, subscribe } = await orders();
  await put('a');
  const subscription = subscribe({ type: 'TRIM_HORIZON' });
  expect(await keys(subscription)).toBe('a');
  const next = subscription.next();
  await settled();
  const newStartingHashKey = String(2n ** 127n);
  await streams.changes.splitShard(scope, {
    streamName: 'orders',
    shardToSplit: SHARD,
    newStartingHashKey,
  });
  const { value } = await next;
  expect(value).toMatchObject({
    records: [],
    childShards: [
      { shardId: 'shardId-000000000001', parentShards: [SHARD] },
      { shardId: 'shardId-000000000002', parentShards: [SHARD] },
    ],
  });
  expect(value.continuationSequenceNumber).toBeUndefined();
  expect(await subscription.next()).toEqual({ done: true, value: undefined });
});

test('another subscription is refused within five seconds, and takes over from then on', async () => {
  const { streams, clock, subscribe } = await orders();
  const first = subscribe({ type: 'LATEST' });
  await first.next();
  clock.advance(4999);
  expect(() => subscribe({ type: 'LATEST' })).toThrow(inUse);
  await streams.consumers.register(scope, { ...consumer, consumerName: 'other' });
  streams.subscriptions.subscribe(
    {
      scope,
      consumer: { ...consumer, consumerName: 'other' },
      shardId: SHARD,
      position: { type: 'LATEST' },
    },
    new AbortController().signal,
  );
  clock.advance(1);
  const ended = first.next();
  await settled();
  const second = subscribe({ type: 'LATEST' });
  await expect(ended).rejects.toEqual(inUse);
  expect((await second.next()).done).toBe(false);
});

test('a subscription ends with its consumer, with its stream, and with whoever reads it', async () => {
  const { streams, clock, subscribe } = await orders();
  const controller = new AbortController();
  const left = subscribe({ type: 'LATEST' }, controller.signal);
  await left.next();
  const end = left.next();
  await settled();
  controller.abort();
  expect(await end).toEqual({ done: true, value: undefined });

  clock.advance(5000);
  const orphan = subscribe({ type: 'LATEST' });
  await orphan.next();
  const failed = orphan.next();
  await settled();
  await streams.consumers.deregister(scope, consumer);
  clock.advance(5000);
  await expect(failed).rejects.toMatchObject({ code: 'ConsumerNotFound' });
  expect(() => subscribe({ type: 'LATEST' })).toThrow('not found');
});

test('a time to come and a shard that is not there are refused at once', async () => {
  const { streams, clock, subscribe } = await orders();
  expect(() => subscribe({ type: 'AT_TIMESTAMP', timestamp: clock.now() + 1 })).toThrow(
    'The timestampInMillis parameter cannot be greater',
  );
  const request = { scope, consumer, shardId: 'shardId-9', position: { type: 'LATEST' } } as const;
  const { signal } = new AbortController();
  expect(() => streams.subscriptions.subscribe(request, signal)).toThrow('does not exist');
  // What was refused does not count as a subscription.
  subscribe({ type: 'LATEST' });
});
