import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { Streams } from '../kinesis/streams.ts';
import { Events } from '../observe/events.ts';
import { Metrics } from '../observe/metrics.ts';
import { seededRandom } from '../random/random.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { streamSamples } from './stream-samples.ts';

const SCOPE = { account: '123456789012', region: 'eu-central-1' };
const STREAM = { name: 'StreamName', value: 'orders' };
const SHARD = 'shardId-000000000000';
const MINUTE_MS = 60_000;

interface Asked {
  readonly more?: readonly { readonly name: string; readonly value: string }[];
}

/** A stream that is measured, twenty seconds into a minute. */
async function measuredStream({ limits }: { limits?: 'strict' } = {}) {
  const startMs = Date.UTC(2026, 0, 15, 12);
  const clock = new ManualClock(startMs + 20_000);
  const world = { store: new MemoryStore(), clock, random: seededRandom(1), events: new Events() };
  const streams = new Streams({ ...world, limits, onUse: () => metrics.measure() });
  const minuteSamples = streamSamples(streams.meters);
  const metrics = new Metrics({ ...world, wantsEventCount: () => false, minuteSamples });
  await streams.createStream(SCOPE, { streamName: 'orders', shardCount: 1 });
  const put = (...sizes: number[]) =>
    streams.putRecords(
      SCOPE,
      'orders',
      sizes.map((size) => ({ partitionKey: 'key', data: Buffer.alloc(size) })),
    );
  const read = () => {
    const position = { type: 'TRIM_HORIZON' } as const;
    const place = { scope: SCOPE, streamName: 'orders', shardId: SHARD, position };
    const { page, end } = streams.getRecords({
      scope: SCOPE,
      shardIterator: streams.getShardIterator(place),
    });
    page.readOn();
    end();
  };
  /** The statistics of a metric in the only minute that it has, with its unit. */
  const of = async (name: string, { more = [] }: Asked = {}) => {
    const points = await metrics.getStatistics(SCOPE, {
      ...{ namespace: 'AWS/Kinesis', name, periodMs: MINUTE_MS },
      ...{ dimensions: [STREAM, ...more], startMs, endMs: clock.now() + MINUTE_MS },
    });
    return points.map(({ unit, set }) => [
      unit,
      set.sampleCount,
      set.sum,
      set.minimum,
      set.maximum,
    ]);
  };
  return { clock, streams, put, read, of };
}

test('a minute tells of the calls that put records, and of what came in', async () => {
  const { clock, streams, put, of } = await measuredStream();
  await put(10, 20);
  await put(30);
  await streams.putRecord(SCOPE, 'orders', { partitionKey: 'k', data: Buffer.alloc(5) });
  expect(await of('IncomingRecords')).toEqual([]);
  clock.advance(MINUTE_MS);
  expect(await of('IncomingRecords')).toEqual([['Count', 3, 4, 1, 2]]);
  expect(await of('IncomingBytes')).toEqual([['Bytes', 3, 75, 6, 36]]);
  expect(await of('PutRecords.Bytes')).toEqual([['Bytes', 2, 69, 33, 36]]);
  expect(await of('PutRecords.TotalRecords')).toEqual([['Count', 2, 3, 1, 2]]);
  expect(await of('PutRecords.SuccessfulRecords')).toEqual([['Count', 2, 3, 1, 2]]);
  expect(await of('PutRecords.ThrottledRecords')).toEqual([['Count', 2, 0, 0, 0]]);
  expect(await of('PutRecords.FailedRecords')).toEqual([['Count', 2, 0, 0, 0]]);
  expect(await of('PutRecords.Success')).toEqual([['Count', 2, 2, 1, 1]]);
  expect(await of('PutRecords.Latency')).toEqual([['Milliseconds', 2, 0, 0, 0]]);
  expect(await of('PutRecord.Bytes')).toEqual([['Bytes', 1, 6, 6, 6]]);
  expect(await of('PutRecord.Success')).toEqual([['Count', 1, 1, 1, 1]]);
  expect(await of('WriteProvisionedThroughputExceeded')).toEqual([['Count', 3, 0, 0, 0]]);
});

test('a minute tells how far reads were behind, by API and by mappings', async () => {
  const { clock, streams, put, read, of } = await measuredStream();
  read();
  await put(10, 20);
  clock.advance(7000);
  read();
  const position = { type: 'LATEST' } as const;
  streams.readShard({ scope: SCOPE, streamName: 'orders', shardId: SHARD, position });
  clock.advance(MINUTE_MS);
  expect(await of('GetRecords.IteratorAgeMilliseconds')).toEqual([
    ['Milliseconds', 3, 7000, 0, 7000],
  ]);
  expect(await of('GetRecords.Records')).toEqual([['Count', 3, 2, 0, 2]]);
  expect(await of('GetRecords.Bytes')).toEqual([['Bytes', 3, 36, 0, 36]]);
  expect(await of('GetRecords.Success')).toEqual([['Count', 3, 3, 1, 1]]);
  expect(await of('GetRecords.Latency')).toEqual([['Milliseconds', 3, 0, 0, 0]]);
  expect(await of('ReadProvisionedThroughputExceeded')).toEqual([['Count', 3, 0, 0, 0]]);
});

test('what shards have no room for is counted', async () => {
  const { clock, streams, put, read, of } = await measuredStream({ limits: 'strict' });
  await streams.changes.change(SCOPE, 'orders', ({ definition }) => ({
    ...definition,
    shardLevelMetrics: ['WriteProvisionedThroughputExceeded'],
  }));
  await put(...new Array<number>(400).fill(1));
  await put(...new Array<number>(500).fill(1));
  await put(...new Array<number>(250).fill(1));
  await expect(
    streams.putRecord(SCOPE, 'orders', { partitionKey: 'k', data: Buffer.alloc(1) }),
  ).rejects.toThrow('Rate exceeded');
  for (let count = 0; count < 5; count++) read();
  expect(read).toThrow('Rate exceeded');
  clock.advance(MINUTE_MS);
  expect(await of('WriteProvisionedThroughputExceeded')).toEqual([['Count', 4, 151, 0, 150]]);
  expect(await of('PutRecords.ThrottledRecords')).toEqual([['Count', 3, 150, 0, 150]]);
  expect(await of('PutRecord.Success')).toEqual([['Count', 1, 0, 0, 0]]);
  const more = [{ name: 'ShardId', value: SHARD }];
  expect(await of('WriteProvisionedThroughputExceeded', { more })).toEqual([
    ['Count', 4, 151, 0, 150],
  ]);
  expect(await of('PutRecord.Bytes')).toEqual([]);
  expect(await of('ReadProvisionedThroughputExceeded')).toEqual([['Count', 6, 1, 0, 1]]);
  expect(await of('GetRecords.Success')).toEqual([['Count', 6, 5, 0, 1]]);
});

test('shards have the metrics that were enabled for them', async () => {
  const { clock, streams, put, read, of } = await measuredStream();
  const more = [{ name: 'ShardId', value: SHARD }];
  await put(10);
  await streams.changes.change(SCOPE, 'orders', ({ definition }) => ({
    ...definition,
    shardLevelMetrics: ['IncomingRecords', 'IteratorAgeMilliseconds'],
  }));
  await put(10, 20);
  clock.advance(3000);
  read();
  clock.advance(MINUTE_MS);
  expect(await of('IncomingRecords', { more })).toEqual([['Count', 1, 2, 2, 2]]);
  expect(await of('IteratorAgeMilliseconds', { more })).toEqual([
    ['Milliseconds', 1, 3000, 3000, 3000],
  ]);
  expect(await of('IncomingBytes', { more })).toEqual([]);
  expect(await of('OutgoingRecords', { more })).toEqual([]);
});

test('a consumer with a throughput of its own has metrics of its own', async () => {
  const { clock, streams, put, of } = await measuredStream();
  await put(10);
  const consumer = { streamName: 'orders', consumerName: 'reader' };
  await streams.consumers.register(SCOPE, consumer);
  const position = { type: 'TRIM_HORIZON' } as const;
  const request = { scope: SCOPE, consumer, shardId: SHARD, position };
  const sent = streams.subscriptions.subscribe(request, new AbortController().signal);
  const { value } = await sent[Symbol.asyncIterator]().next();
  expect(value.records).toHaveLength(1);
  const subscribe = () => streams.subscriptions.subscribe(request, new AbortController().signal);
  expect(subscribe).toThrow('Another active subscription');
  clock.advance(MINUTE_MS);
  const more = [{ name: 'ConsumerName', value: 'reader' }];
  expect(await of('SubscribeToShard.Success', { more })).toEqual([['Count', 2, 1, 0, 1]]);
  expect(await of('SubscribeToShard.RateExceeded', { more })).toEqual([['Count', 2, 1, 0, 1]]);
  expect(await of('SubscribeToShardEvent.Records', { more })).toEqual([['Count', 1, 1, 1, 1]]);
  expect(await of('SubscribeToShardEvent.Bytes', { more })).toEqual([['Bytes', 1, 13, 13, 13]]);
  expect(await of('SubscribeToShardEvent.MillisBehindLatest', { more })).toEqual([
    ['Milliseconds', 1, 0, 0, 0],
  ]);
  expect(await of('GetRecords.Records')).toEqual([]);
});
