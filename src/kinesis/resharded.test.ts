import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { Events } from '../observe/events.ts';
import { seededRandom } from '../random/random.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { splitHashKeySpace } from './hash-key.ts';
import type { ShardFilter } from './shard-filter.ts';
import type { StreamDefinition } from './stream.ts';
import { Streams } from './streams.ts';

const scope = { account: '123456789012', region: 'us-east-1' };
const HOUR_MS = 3_600_000;

/** A stream of one shard that was split in halves, with one record from before. */
async function splitStream() {
  const [store, clock] = [new MemoryStore(), new ManualClock()];
  const open = () => new Streams({ store, clock, random: seededRandom(1), events: new Events() });
  const before = open();
  await before.createStream(scope, { streamName: 'orders', shardCount: 1 });
  await before.putRecord(scope, 'orders', { partitionKey: 'before', data: Buffer.of() });
  clock.advance(HOUR_MS);
  const closedAtMs = clock.now();
  const key = ['streams', scope.account, scope.region, 'orders'];
  const definition = store.get<StreamDefinition>(key)!;
  const children = splitHashKeySpace(2).map(({ starting, ending }, position) => ({
    index: position + 1,
    createdAtMs: closedAtMs,
    startingHashKey: String(starting),
    endingHashKey: String(ending),
    parentIndex: 0,
  }));
  const shards = [{ ...definition.shards[0], closedAtMs }, ...children];
  await store.transact((transaction) => transaction.put(key, { ...definition, shards }));
  const streams = open();
  const place = { scope, streamName: 'orders', shardId: 'shardId-000000000000' };
  return { streams, clock, place, closedAtMs };
}

test('the end of a closed shard names its children', async () => {
  const { streams, place } = await splitStream();
  const position = { type: 'TRIM_HORIZON' } as const;
  const page = streams.readShard({ ...place, position });
  expect(page).toMatchObject({ records: [{ partitionKey: 'before' }], atShardEnd: true });
  const shardIterator = streams.getShardIterator({ ...place, position });
  const { page: iterated, end } = streams.getRecords({ scope, shardIterator });
  expect(iterated.readOn().records).toHaveLength(1);
  const answer = end();
  expect(answer.nextShardIterator).toBeUndefined();
  expect(answer.childShards).toEqual([
    {
      shardId: 'shardId-000000000001',
      parentShards: ['shardId-000000000000'],
      hashKeyRange: { startingHashKey: '0', endingHashKey: String(2n ** 127n - 1n) },
    },
    expect.objectContaining({ shardId: 'shardId-000000000002' }),
  ]);
});

test('a closed shard has an ending sequence number, at which nothing is left to read', async () => {
  const { streams, place } = await splitStream();
  const [parent, child] = streams.listShards(scope, 'orders').shards;
  const { startingSequenceNumber, endingSequenceNumber } = parent!.sequenceNumberRange;
  expect(BigInt(endingSequenceNumber!)).toBeGreaterThan(BigInt(startingSequenceNumber));
  expect(child).toMatchObject({ parentShardId: 'shardId-000000000000' });
  expect(child!.sequenceNumberRange.endingSequenceNumber).toBeUndefined();
  for (const type of ['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER'] as const) {
    const position = { type, sequenceNumber: endingSequenceNumber! };
    expect(streams.readShard({ ...place, position })).toMatchObject({
      records: [],
      atShardEnd: true,
    });
  }
});

test('new records go to the children alone', async () => {
  const { streams } = await splitStream();
  const entries = [0n, 2n ** 127n].map((hashKey) => ({
    partitionKey: 'after',
    data: Buffer.of(),
    explicitHashKey: String(hashKey),
  }));
  const results = await streams.putRecords(scope, 'orders', entries);
  expect(results.map(({ shardId }) => shardId)).toEqual([
    'shardId-000000000001',
    'shardId-000000000002',
  ]);
  expect(streams.describe(scope, 'orders').openShardCount).toBe(2);
});

test('each filter lists the shards of its time', async () => {
  const { streams, clock, closedAtMs } = await splitStream();
  const list = (filter?: ShardFilter) =>
    streams
      .listShards(scope, 'orders', { filter })
      .shards.map(({ shardId }) => Number(shardId.slice(-1)));
  expect(list()).toEqual([0, 1, 2]);
  expect(list({ type: 'AT_TRIM_HORIZON' })).toEqual([0]);
  expect(list({ type: 'FROM_TRIM_HORIZON' })).toEqual([0, 1, 2]);
  expect(list({ type: 'AT_LATEST' })).toEqual([1, 2]);
  expect(list({ type: 'AFTER_SHARD_ID', shardIndex: 1 })).toEqual([2]);
  expect(list({ type: 'AT_TIMESTAMP', timestamp: closedAtMs - 1 })).toEqual([0]);
  expect(list({ type: 'AT_TIMESTAMP', timestamp: closedAtMs + 1 })).toEqual([1, 2]);
  expect(list({ type: 'FROM_TIMESTAMP', timestamp: closedAtMs - 1 })).toEqual([0, 1, 2]);
  expect(list({ type: 'FROM_TIMESTAMP', timestamp: closedAtMs + 1 })).toEqual([1, 2]);
  clock.advance(24 * HOUR_MS + 1);
  expect(list()).toEqual([1, 2]);
  expect(list({ type: 'AT_TRIM_HORIZON' })).toEqual([1, 2]);
});
