import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { kinesisClient, SHARD } from './kinesis-client.suite.ts';

const OTHER = 'shardId-000000000001';

test('merged shards have a child that names both', async () => {
  const { call, created } = kinesisClient();
  await created({ ShardCount: 2 });
  const merge = (ShardToMerge: string, AdjacentShardToMerge: string) =>
    call('MergeShards', { StreamName: 'orders', ShardToMerge, AdjacentShardToMerge });
  await expect(merge(OTHER, SHARD)).rejects.toEqual(
    refused('InvalidArgumentException', /are not an adjacent pair of shards eligible for merging$/),
  );
  await merge(SHARD, OTHER);
  const { Shards } = await call('ListShards', {
    StreamName: 'orders',
    ShardFilter: { Type: 'AT_LATEST' },
  });
  expect(Shards).toEqual([
    expect.objectContaining({ ParentShardId: SHARD, AdjacentParentShardId: OTHER }),
  ]);
  await expect(merge(SHARD, OTHER)).rejects.toEqual(
    refused('InvalidArgumentException', /has already been merged or split/),
  );
});
