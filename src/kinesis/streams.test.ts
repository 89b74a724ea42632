import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { type EventMap, Events } from '../observe/events.ts';
import { seededRandom } from '../random/random.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { hashKeyOf } from './hash-key.ts';
import { Streams } from './streams.ts';

const scope = { account: '123456789012', region: 'us-east-1' };
const HOUR_MS = 3_600_000;

function world() {
  const [store, clock, events, random] = [
    new MemoryStore(),
    new ManualClock(),
    new Events(),
    seededRandom(1),
  ];
  const open = () => new Streams({ store, clock, random, events });
  return { store, clock, events, open, streams: open() };
}

const entry = (partitionKey: string, text = partitionKey) => ({
  partitionKey,
  data: Buffer.from(text),
});

const refused = (code: string, message: string | RegExp) =>
  expect.objectContaining({
    name: 'KinesisError',
    code,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });

const readAll = (streams: Streams, shardId = 'shardId-000000000000') =>
  streams.readShard({
    scope,
    streamName: 'orders',
    shardId,
    position: { type: 'TRIM_HORIZON' },
  });

test('a record goes to the shard that covers its hash key, given or computed', async () => {
  const { streams } = world();
  await streams.createStream(scope, { streamName: 'orders', shardCount: 4 });
  const results = await streams.putRecords(scope, 'orders', [
    entry('a'),
    { ...entry('a'), explicitHashKey: String(2n ** 128n - 1n) },
    { ...entry('b'), explicitHashKey: '0' },
  ]);
  const ofHash = Math.floor(Number.parseInt(hashKeyOf('a').slice(0, 2), 16) / 64);
  expect(results.map(({ shardId }) => shardId)).toEqual([
    `shardId-00000000000${ofHash}`,
    'shardId-000000000003',
    'shardId-000000000000',
  ]);
  expect(readAll(streams, 'shardId-000000000003').records).toEqual([
    expect.objectContaining({
      partitionKey: 'a',
      explicitHashKey: String(2n ** 128n - 1n),
      sequenceNumber: results[1]?.sequenceNumber,
    }),
  ]);
});

test('a put tells of each shard once, after all its records can be read', async () => {
  const { streams, events } = world();
  await streams.createStream(scope, { streamName: 'orders', shardCount: 2 });
  const seen: (EventMap['records-put'] & { readable: number })[] = [];
  events.on('records-put', (event) => {
    const readable = ['shardId-000000000000', 'shardId-000000000001'].flatMap(
      (shardId) => readAll(streams, shardId).records,
    ).length;
    seen.push({ ...event, readable });
  });
  await streams.putRecords(scope, 'orders', [
    { ...entry('a', '12'), explicitHashKey: '0' },
    { ...entry('b', '345'), explicitHashKey: '1' },
    { ...entry('c', '6'), explicitHashKey: String(2n ** 127n) },
  ]);
  const common = { scope, streamName: 'orders', readable: 3 };
  expect(seen).toEqual([
    { ...common, shardId: 'shardId-000000000000', records: 2, bytes: 5 },
    { ...common, shardId: 'shardId-000000000001', records: 1, bytes: 1 },
  ]);
});

test('a listener may put at once, and no sequence number is given twice', async () => {
  const { streams, events } = world();
  await streams.createStream(scope, { streamName: 'orders', shardCount: 2 });
  let isFirst = true;
  let inner: Promise<unknown> = Promise.resolve();
  events.on('records-put', () => {
    if (!isFirst) return;
    isFirst = false;
    inner = streams.putRecord(scope, 'orders', {
      ...entry('inner'),
      explicitHashKey: String(2n ** 128n - 1n),
    });
  });
  await streams.putRecords(scope, 'orders', [
    { ...entry('a'), explicitHashKey: '0' },
    { ...entry('b'), explicitHashKey: String(2n ** 127n) },
  ]);
  await inner;
  const { records } = readAll(streams, 'shardId-000000000001');
  expect(records.map(({ partitionKey }) => partitionKey)).toEqual(['b', 'inner']);
});

test('arrival never goes back within a shard, though the clock does', async () => {
  const [store, events, random] = [new MemoryStore(), new Events(), seededRandom(1)];
  let nowMs = 10_000_000;
  const clock = { now: () => nowMs, at: () => ({ cancel: () => {} }) };
  const streams = new Streams({ store, clock, random, events });
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  const numbers: bigint[] = [];
  for (const atMs of [10_000_500, 9_000_000, 10_000_700]) {
    nowMs = atMs;
    const { sequenceNumber } = await streams.putRecord(scope, 'orders', entry('a'));
    numbers.push(BigInt(sequenceNumber));
  }
  expect(readAll(streams).records.map((each) => each.approximateArrivalTimestamp)).toEqual([
    10_000_500, 10_000_500, 10_000_700,
  ]);
  expect(numbers).toEqual(numbers.toSorted((one, other) => (one < other ? -1 : 1)));
});

test('a restart goes on where the last put stopped, and knows old iterators', async () => {
  const { streams, open } = world();
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  const [first] = await streams.putRecords(scope, 'orders', [entry('a'), entry('b')]);
  const shardIterator = streams.getShardIterator({
    scope,
    streamName: 'orders',
    shardId: 'shardId-000000000000',
    position: { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: first!.sequenceNumber! },
  });
  const restarted = open();
  await restarted.putRecord(scope, 'orders', entry('c'));
  expect(readAll(restarted).records.map(({ partitionKey }) => partitionKey)).toEqual([
    'a',
    'b',
    'c',
  ]);
  const { page } = restarted.getRecords({ scope, shardIterator });
  expect(page.readOn().records.map(({ partitionKey }) => partitionKey)).toEqual(['b', 'c']);
});

test('what is older than the retention period is not read', async () => {
  const { streams, clock } = world();
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  for (const key of ['a', 'b', 'c', 'd', 'e']) {
    await streams.putRecord(scope, 'orders', entry(key));
    clock.advance(10 * HOUR_MS);
  }
  const keys = () => readAll(streams).records.map(({ partitionKey }) => partitionKey);
  expect(keys()).toEqual(['d', 'e']);
  clock.advance(24 * HOUR_MS);
  expect(keys()).toEqual([]);
  const { next } = readAll(streams);
  await streams.putRecord(scope, 'orders', entry('f'));
  expect(keys()).toEqual(['f']);
  const from = { scope, streamName: 'orders', shardId: 'shardId-000000000000', position: next };
  expect(streams.readShard(from).records.map(({ partitionKey }) => partitionKey)).toEqual(['f']);
});

test('a page holds as many records and bytes as asked for, and at least one record', async () => {
  const { streams, clock } = world();
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  await streams.putRecords(scope, 'orders', [entry('a', 'x'.repeat(99)), entry('b', 'x')]);
  clock.advance(1500);
  await streams.putRecord(scope, 'orders', entry('c'));
  clock.advance(500);
  const shard = { scope, streamName: 'orders', shardId: 'shardId-000000000000' };
  const read = (limits: { limit?: number; maxBytes?: number }) => {
    const page = streams.readShard({ ...shard, position: { type: 'TRIM_HORIZON' }, ...limits });
    return [page.records.map((record) => record.partitionKey).join(''), page.millisBehindLatest];
  };
  expect(read({ limit: 1 })).toEqual(['a', 2000]);
  expect(read({ limit: 2 })).toEqual(['ab', 2000]);
  expect(read({ maxBytes: 1 })).toEqual(['a', 2000]);
  expect(read({ maxBytes: 101 })).toEqual(['a', 2000]);
  expect(read({ maxBytes: 102 })).toEqual(['ab', 2000]);
  expect(read({})).toEqual(['abc', 0]);
});

test('a new stream of an old name shares nothing with the old one', async () => {
  const { streams, store, clock } = world();
  const address = { scope, streamName: 'orders', shardId: 'shardId-000000000000' };
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  const { sequenceNumber } = await streams.putRecord(scope, 'orders', entry('a'));
  const shardIterator = streams.getShardIterator({
    ...address,
    position: { type: 'TRIM_HORIZON' },
  });
  await streams.deleteStream(scope, 'orders');
  expect([...store.range({ prefix: ['records'] })]).toEqual([]);
  const missing = 'Stream orders under account 123456789012 not found.';
  expect(() => readAll(streams)).toThrow(refused('StreamNotFound', missing));

  clock.advance(1000);
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  expect(readAll(streams).records).toEqual([]);
  expect(() => streams.getRecords({ scope, shardIterator })).toThrow(
    refused('ShardNotFound', /Shard shardId-000000000000 in stream orders .* does not exist/),
  );
  expect(() =>
    streams.readShard({ ...address, position: { type: 'AT_SEQUENCE_NUMBER', sequenceNumber } }),
  ).toThrow(refused('InvalidArgument', /is invalid because it did not come from this stream\.$/));
});

test('two scopes do not see each other', async () => {
  const { streams } = world();
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  const elsewhere = { ...scope, region: 'eu-west-1' };
  expect(streams.list(elsewhere)).toEqual([]);
  expect(() => streams.describe(elsewhere, 'orders')).toThrow(
    refused('StreamNotFound', /not found/),
  );
  await streams.createStream(elsewhere, { streamName: 'orders', shardCount: 2 });
  expect(streams.describe(scope, 'orders').openShardCount).toBe(1);
});

test('a stream that exists is not created again', async () => {
  const { streams } = world();
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  await expect(
    streams.createStream(scope, { streamName: 'orders', shardCount: 1 }),
  ).rejects.toEqual(
    refused('StreamExists', 'Stream orders under account 123456789012 already exists.'),
  );
});

test('settings out of bounds are refused', async () => {
  const { streams } = world();
  const create = (options: object) =>
    streams.createStream(scope, { streamName: 'orders', shardCount: 1, ...options });
  await expect(create({ retentionHours: 23 })).rejects.toEqual(
    refused('InvalidArgument', /^Minimum allowed .* \(23 hours\) is too short\.$/),
  );
  await expect(create({ retentionHours: 8761 })).rejects.toEqual(
    refused('InvalidArgument', /\(8761 hours\) is too long\.$/),
  );
  await expect(create({ maxRecordSizeInKiB: 1000 })).rejects.toEqual(
    refused('InvalidValue', /Member must have value greater than or equal to 1024$/),
  );
  await expect(create({ shardCount: 0 })).rejects.toEqual(refused('InvalidValue', /shardCount/));
  await expect(create({ shardCount: 1e9 })).rejects.toEqual(
    refused('ShardLimitExceeded', /^This request would exceed the shard limit for the account/),
  );
  await expect(create({ streamName: 'a/b' })).rejects.toEqual(refused('InvalidValue', /a\/b/));
  expect(streams.list(scope)).toEqual([]);
});

test('one record too large refuses the whole request', async () => {
  const { streams } = world();
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  const mebibyte = 1024 * 1024;
  const sized = (bytes: number) => ({ partitionKey: 'ab', data: Buffer.alloc(bytes) });
  await streams.putRecord(scope, 'orders', sized(mebibyte - 2));
  await expect(
    streams.putRecords(scope, 'orders', [entry('a'), sized(mebibyte - 1)]),
  ).rejects.toEqual(
    refused(
      'InvalidValue',
      "1 validation error detected: Value at 'records.2.member.data' failed to satisfy " +
        'constraint: Member must have length less than or equal to 1048576',
    ),
  );
  await expect(streams.putRecord(scope, 'orders', sized(mebibyte))).rejects.toEqual(
    refused('InvalidValue', /Value at 'data' failed/),
  );
  await expect(
    streams.putRecords(
      scope,
      'orders',
      Array.from({ length: 11 }, () => sized(mebibyte - 2)),
    ),
  ).rejects.toEqual(refused('InvalidArgument', 'Records size exceeds 10 MB limit'));
  expect(readAll(streams).records).toHaveLength(1);
});

test('a partition key is neither empty nor longer than 256 characters', async () => {
  const { streams } = world();
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  await streams.putRecord(scope, 'orders', entry('ü'.repeat(256), ''));
  for (const key of ['', 'x'.repeat(257)]) {
    await expect(streams.putRecord(scope, 'orders', entry(key))).rejects.toEqual(
      refused('InvalidValue', 'A partition key has 1 to 256 characters.'),
    );
  }
});

test('a stream may be given a larger record size', async () => {
  const { streams } = world();
  const settings = { shardCount: 1, maxRecordSizeInKiB: 10_240 };
  await streams.createStream(scope, { streamName: 'orders', ...settings });
  const record = { partitionKey: 'a', data: Buffer.alloc(10 * 1024 * 1024 - 1) };
  await streams.putRecord(scope, 'orders', record);
  expect(readAll(streams).records[0]?.data).toHaveLength(10 * 1024 * 1024 - 1);
});

test('the number that a record must exceed has to be an earlier one', async () => {
  const { streams } = world();
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  const { sequenceNumber } = await streams.putRecord(scope, 'orders', entry('a'));
  await streams.putRecord(scope, 'orders', {
    ...entry('b'),
    sequenceNumberForOrdering: sequenceNumber,
  });
  for (const wrong of ['5', String(BigInt(sequenceNumber) + (9n << 80n))]) {
    await expect(
      streams.putRecord(scope, 'orders', { ...entry('c'), sequenceNumberForOrdering: wrong }),
    ).rejects.toEqual(
      refused(
        'InvalidArgument',
        `ExclusiveMinimumSequenceNumber ${wrong} used in PutRecord on stream orders under ` +
          'account 123456789012 is invalid.',
      ),
    );
  }
  expect(readAll(streams).records).toHaveLength(2);
});
