import { expect, test } from 'vitest';
import { HOUR_MS, scope, streamsOn } from './resharding.suite.ts';
import { shardIdOf } from './shard.ts';

async function orders() {
  const world = streamsOn();
  const { streams } = world;
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  const change = (direction: 'increase' | 'decrease', retentionHours: number) =>
    streams.changes.changeRetention(scope, { streamName: 'orders', direction, retentionHours });
  const put = (partitionKey: string) =>
    streams.putRecord(scope, 'orders', { partitionKey, data: Buffer.of() });
  const keys = (on = streams) =>
    on
      .readShard({
        scope,
        streamName: 'orders',
        shardId: shardIdOf(0),
        position: { type: 'TRIM_HORIZON' },
      })
      .records.map((record) => record.partitionKey)
      .join('');
  return { ...world, change, put, keys };
}

test('a longer retention keeps what is there, and does not bring back what is lost', async () => {
  const { clock, change, put, keys, open } = await orders();
  await put('a');
  clock.advance(23 * HOUR_MS);
  await put('b');
  clock.advance(2 * HOUR_MS);
  expect(keys()).toBe('b');
  await change('increase', 48);
  expect(keys()).toBe('b');
  clock.advance(40 * HOUR_MS);
  expect(keys()).toBe('b');
  expect(keys(open())).toBe('b');
  clock.advance(7 * HOUR_MS);
  expect(keys()).toBe('');
});

test('a shorter retention loses records at once and for good', async () => {
  const { clock, change, put, keys, streams } = await orders();
  await change('increase', 8760);
  await put('a');
  clock.advance(25 * HOUR_MS);
  await put('b');
  expect(keys()).toBe('ab');
  await change('decrease', 24);
  expect(keys()).toBe('b');
  await change('increase', 8760);
  expect(keys()).toBe('b');
  expect(streams.describe(scope, 'orders').retentionHours).toBe(8760);
});

test('a closed shard that retention has passed is not listed again', async () => {
  const { clock, change, streams } = await orders();
  await streams.changes.splitShard(scope, {
    streamName: 'orders',
    shardToSplit: shardIdOf(0),
    newStartingHashKey: '5',
  });
  clock.advance(24 * HOUR_MS + 1);
  const ids = () => streams.listShards(scope, 'orders').shards.map(({ shardId }) => shardId);
  expect(ids()).toEqual([shardIdOf(1), shardIdOf(2)]);
  await change('increase', 48);
  expect(ids()).toEqual([shardIdOf(1), shardIdOf(2)]);
});

test.each([
  ['decrease', 23, /^Minimum allowed .* is 24 hours\. .*\(23 hours\) is too short\.$/],
  ['increase', 8761, /^Maximum allowed .* is 8760 hours\. .*\(8761 hours\) is too long\.$/],
  [
    'increase',
    24,
    /^Requested retention period \(24 hours\) for stream orders can not be shorter than existing retention period \(48 hours\)\. Use DecreaseRetentionPeriod API\.$/,
  ],
  [
    'decrease',
    72,
    /^Requested retention period \(72 hours\) for stream orders can not be longer than existing retention period \(48 hours\)\. Use IncreaseRetentionPeriod API\.$/,
  ],
] as const)('an %s to %i hours is refused', async (direction, hours, message) => {
  const { change } = await orders();
  await change('increase', 48);
  await expect(change(direction, hours)).rejects.toEqual(
    expect.objectContaining({ code: 'InvalidArgument', message: expect.stringMatching(message) }),
  );
  // To what it is already is no change in either direction.
  await change('increase', 48);
  await change('decrease', 48);
});
