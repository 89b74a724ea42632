import { expect, test } from 'vitest';
import { HASH_KEYS, lineage, openShards, scope, streamsOn } from './resharding.suite.ts';
import { shardIdOf } from './shard.ts';

const MIDDLE = HASH_KEYS / 2n;

const refused = (code: string, message: string | RegExp) =>
  expect.objectContaining({
    name: 'KinesisError',
    code,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });

async function orders(shardCount: number) {
  const world = streamsOn();
  const { streams } = world;
  await streams.createStream(scope, { streamName: 'orders', shardCount });
  const split = (index: number, newStartingHashKey: bigint | number) =>
    streams.changes.splitShard(scope, {
      streamName: 'orders',
      shardToSplit: shardIdOf(index),
      newStartingHashKey: String(newStartingHashKey),
    });
  const merge = (first: number, second: number) =>
    streams.changes.mergeShards(scope, {
      streamName: 'orders',
      shardToMerge: shardIdOf(first),
      adjacentShardToMerge: shardIdOf(second),
    });
  const scale = (targetShardCount: number) =>
    streams.changes.updateShardCount(scope, { streamName: 'orders', targetShardCount });
  const put = (explicitHashKey = '0') =>
    streams.putRecord(scope, 'orders', { partitionKey: 'a', explicitHashKey, data: Buffer.of() });
  return { ...world, split, merge, scale, put };
}

test('a shard that is split closes at once, and its children take over', async () => {
  const { streams, split, put, closed } = await orders(1);
  const before = await put();
  await split(0, 5);
  expect(lineage(streams)).toEqual(['(0 < )', '1 < 0', '2 < 0']);
  expect(openShards(streams)).toEqual([
    { shardId: shardIdOf(1), starting: 0n, ending: 4n },
    { shardId: shardIdOf(2), starting: 5n, ending: HASH_KEYS - 1n },
  ]);
  expect(closed).toEqual([{ scope, streamName: 'orders', shardId: shardIdOf(0) }]);
  const after = [await put('4'), await put('5')];
  expect(after.map(({ shardId }) => shardId)).toEqual([shardIdOf(1), shardIdOf(2)]);
  // Though not a millisecond has passed.
  const [parent] = streams.listShards(scope, 'orders').shards;
  const ending = BigInt(parent!.sequenceNumberRange.endingSequenceNumber!);
  expect(ending).toBeGreaterThan(BigInt(before.sequenceNumber));
  for (const { sequenceNumber } of after) expect(BigInt(sequenceNumber)).toBeGreaterThan(ending);
});

test('whoever hears that a shard is closed finds its end and its children', async () => {
  const { streams, split, events } = await orders(1);
  const seen: unknown[] = [];
  events.on('shard-closed', ({ shardId }) => {
    const place = { scope, streamName: 'orders', shardId, position: { type: 'LATEST' } } as const;
    const shardIterator = streams.getShardIterator(place);
    seen.push(streams.readShard(place).atShardEnd);
    seen.push(streams.getRecords({ scope, shardIterator }).end().childShards?.length);
  });
  await split(0, MIDDLE);
  expect(seen).toEqual([true, 2]);
});

test('two adjacent shards are merged', async () => {
  const { streams, merge, closed, put } = await orders(3);
  await merge(1, 2);
  expect(lineage(streams)).toEqual(['0 < ', '(1 < )', '(2 < )', '3 < 1+2']);
  expect(closed.map(({ shardId }) => shardId)).toEqual([shardIdOf(1), shardIdOf(2)]);
  expect((await put(String(HASH_KEYS - 1n))).shardId).toBe(shardIdOf(3));
});

test('what cannot be split is named as AWS names it, and nothing changes', async () => {
  const { streams, split, closed } = await orders(1);
  const hashKeys =
    /^NewStartingHashKey 1 used in SplitShard\(\) on shard shardId-000000000000 in stream orders under account 123456789012 is not both greater than one plus the shard's StartingHashKey 0 and less than the shard's EndingHashKey 340282366920938463463374607431768211455\.$/;
  await expect(split(0, 1)).rejects.toEqual(refused('InvalidArgument', hashKeys));
  await expect(split(0, HASH_KEYS - 1n)).rejects.toEqual(refused('InvalidArgument', /is not both/));
  await expect(split(7, 9)).rejects.toEqual(
    refused(
      'ShardNotFound',
      'Could not find shard shardId-000000000007 in stream orders under account 123456789012.',
    ),
  );
  expect(lineage(streams)).toEqual(['0 < ']);
  await split(0, 2);
  await expect(split(0, MIDDLE)).rejects.toEqual(
    refused(
      'InvalidArgument',
      'Shard shardId-000000000000 in stream orders under account 123456789012 has already been ' +
        'merged or split, and thus is not eligible for merging or splitting.',
    ),
  );
  expect(closed).toHaveLength(1);
});

test('shards that are not next to each other in this order cannot be merged', async () => {
  const { streams, merge } = await orders(3);
  for (const [first, second] of [
    [0, 2],
    [1, 0],
    [0, 0],
  ] as const) {
    const text =
      `Shards ${shardIdOf(first)} and ${shardIdOf(second)} in stream orders under account ` +
      '123456789012 are not an adjacent pair of shards eligible for merging';
    await expect(merge(first, second)).rejects.toEqual(refused('InvalidArgument', text));
  }
  expect(openShards(streams)).toHaveLength(3);
});

test('shards of a stream whose capacity is managed are left alone', async () => {
  const { streams, split, merge, scale } = await orders(2);
  await streams.changes.changeMode(scope, { streamName: 'orders', mode: 'ON_DEMAND' });
  for (const attempt of [split(0, MIDDLE / 2n), merge(0, 1), scale(3)]) {
    await expect(attempt).rejects.toEqual(refused('InvalidValue', /ON_DEMAND/));
  }
  await streams.changes.changeMode(scope, { streamName: 'orders', mode: 'PROVISIONED' });
  await split(0, MIDDLE / 2n);
  expect(openShards(streams)).toHaveLength(3);
});

test('a scaled stream has the lineage that AWS was seen to make', async () => {
  const { streams, scale } = await orders(2);
  expect(await scale(3)).toBe(2);
  const expected = ['(0 < )', '(1 < )', '2 < 0', '(3 < 0)', '(4 < 1)', '5 < 1', '6 < 3+4'];
  expect(lineage(streams)).toEqual(expected);
  expect(openShards(streams).map(({ starting }) => starting)).toEqual([
    0n,
    113427455640312821154458202477256070485n,
    226854911280625642308916404954512140970n,
  ]);
});

test('a short-lived shard closes without having been open to anybody', async () => {
  const { scale, closed } = await orders(2);
  await scale(3);
  expect(closed.map(({ shardId }) => shardId)).toEqual([shardIdOf(0), shardIdOf(1)]);
});

test('a stream is scaled from half its shards, rounded down, to twice as many', async () => {
  const { streams, scale, closed } = await orders(3);
  expect(await scale(3)).toBe(3);
  expect(closed).toEqual([]);
  await expect(scale(7)).rejects.toEqual(
    refused(
      'InvalidArgument',
      'UpdateShardCount cannot scale up over double your current open shard count. ' +
        'Current open shard count: 3 Target shard count: 7',
    ),
  );
  await scale(1);
  expect(openShards(streams)).toHaveLength(1);
  await scale(2);
  await scale(4);
  await expect(scale(1)).rejects.toEqual(refused('InvalidArgument', /below half/));
  await expect(scale(0)).rejects.toEqual(refused('InvalidArgument', /at least one/));
});

test('a stream is scaled ten times a day', async () => {
  const { streams, clock, scale, open } = await orders(1);
  for (let round = 0; round < 5; round++) {
    await scale(2);
    clock.advance(1);
    await scale(1);
  }
  const error = refused('LimitExceeded', /^Rate exceeded for stream orders under account/);
  await expect(scale(2)).rejects.toEqual(error);
  // The limit is not forgotten.
  await expect(
    open().changes.updateShardCount(scope, { streamName: 'orders', targetShardCount: 2 }),
  ).rejects.toEqual(error);
  clock.advance(24 * 3_600_000 - 4);
  await scale(2);
  expect(openShards(streams)).toHaveLength(2);
});

test('a mode is changed twice a day, and the shards stay', async () => {
  const { streams, clock } = await orders(1);
  const change = (mode: 'ON_DEMAND' | 'PROVISIONED') =>
    streams.changes.changeMode(scope, { streamName: 'orders', mode });
  await change('ON_DEMAND');
  await change('ON_DEMAND');
  await change('PROVISIONED');
  await expect(change('ON_DEMAND')).rejects.toEqual(refused('LimitExceeded', /^Rate exceeded/));
  clock.advance(24 * 3_600_000);
  await change('ON_DEMAND');
  expect(streams.describe(scope, 'orders')).toMatchObject({ mode: 'ON_DEMAND', openShardCount: 1 });
});

test('an account has 20,000 open shards at most, short-lived ones included', async () => {
  const { streams, split, scale } = await orders(3);
  await streams.createStream(scope, { streamName: 'others', shardCount: 19_997 });
  const error = refused('ShardLimitExceeded', /additional shards .*: \d+\. Refer/);
  await expect(split(0, 5)).rejects.toEqual(error);
  await expect(scale(2)).rejects.toEqual(error);
  expect(openShards(streams)).toHaveLength(3);
});

test('at the trim horizon of a shard that was split as soon as it began stands the parent', async () => {
  const { streams, split } = await orders(1);
  await split(0, MIDDLE);
  const { shards } = streams.listShards(scope, 'orders', { filter: { type: 'AT_TRIM_HORIZON' } });
  expect(shards.map(({ shardId }) => shardId)).toEqual([shardIdOf(0)]);
});

test('a clock that was set back does not put children before their parents', async () => {
  const { streams, clock, split, put, open } = await orders(1);
  clock.advance(60_000);
  await put();
  clock.advance(-60_000);
  await split(0, MIDDLE);
  const [, child] = streams.listShards(scope, 'orders').shards;
  const { sequenceNumber } = await put();
  expect(BigInt(sequenceNumber)).toBeGreaterThan(
    BigInt(child!.sequenceNumberRange.startingSequenceNumber),
  );
  expect(open().listShards(scope, 'orders')).toEqual(streams.listShards(scope, 'orders'));
});
