import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { ARN, kinesisClient, SHARD } from './kinesis-client.suite.ts';

test('shards are listed in pages, and only their token leads on', async () => {
  const { clock, call, created } = kinesisClient();
  await created({ ShardCount: 3 });
  const first = await call('ListShards', { StreamName: 'orders', MaxResults: 2 });
  const ids = ({ Shards }: { Shards: { ShardId: string }[] }) => Shards.map((s) => s.ShardId);
  expect(ids(first)).toEqual([SHARD, 'shardId-000000000001']);
  const { NextToken } = first;
  const rest = await call('ListShards', { NextToken, StreamARN: ARN });
  expect(ids(rest)).toEqual(['shardId-000000000002']);
  expect(rest.NextToken).toBeUndefined();
  const after = { StreamName: 'orders', ExclusiveStartShardId: 'shardId-000000000001' };
  expect(ids(await call('ListShards', after))).toEqual(['shardId-000000000002']);
  await expect(call('ListShards', { NextToken, StreamName: 'orders' })).rejects.toEqual(
    refused('InvalidArgumentException', 'NextToken and StreamName cannot be provided together.'),
  );
  await expect(call('ListShards', {})).rejects.toEqual(
    refused('InvalidArgumentException', 'Either NextToken or StreamName should be provided.'),
  );
  await expect(call('ListShards', { NextToken: 'AAAA' })).rejects.toEqual(
    refused('InvalidArgumentException', 'Invalid NextToken.'),
  );
  clock.advance(300_001);
  await expect(call('ListShards', { NextToken })).rejects.toEqual(
    refused('ExpiredNextTokenException', /300000 milliseconds/),
  );
});

test('a shard filter takes the member that its type needs, and no other', async () => {
  const { clock, call, created } = kinesisClient();
  await created({ ShardCount: 2 });
  const count = async (ShardFilter: object) =>
    (await call('ListShards', { StreamName: 'orders', ShardFilter })).Shards.length;
  expect(await count({ Type: 'AT_LATEST' })).toBe(2);
  expect(await count({ Type: 'AFTER_SHARD_ID', ShardId: SHARD })).toBe(1);
  expect(await count({ Type: 'AT_TIMESTAMP', Timestamp: clock.now() - 1000 })).toBe(0);
  expect(await count({ Type: 'FROM_TIMESTAMP', Timestamp: clock.now() - 1000 })).toBe(2);
  const wrong = [
    { Type: 'AFTER_SHARD_ID' },
    { Type: 'AT_TIMESTAMP' },
    { Type: 'AT_LATEST', ShardId: SHARD },
    { Type: 'AT_LATEST', Timestamp: 0 },
  ];
  for (const filter of wrong) {
    await expect(count(filter)).rejects.toEqual(refused('InvalidArgumentException', /ShardFilter/));
  }
});

test('shards of a stream that was created at another time are not listed', async () => {
  const { call, created } = kinesisClient();
  await created();
  const at = (StreamCreationTimestamp: number) =>
    call('ListShards', { StreamName: 'orders', StreamCreationTimestamp });
  expect((await at(Date.UTC(2015, 0, 22, 1, 22, 2))).Shards).toHaveLength(1);
  await expect(at(0)).rejects.toEqual(refused('ResourceNotFoundException', /not found/));
});
