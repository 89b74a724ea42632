import { expect, test } from 'vitest';
import { kinesisClient } from './kinesis-client.suite.ts';

test('shards and on-demand streams are counted beside what an account may have', async () => {
  const { call, created } = kinesisClient();
  const limits = { ShardLimit: 20_000, OnDemandStreamCountLimit: 50 };
  expect(await call('DescribeLimits', {})).toEqual({
    ...limits,
    OpenShardCount: 0,
    OnDemandStreamCount: 0,
  });
  await created({ ShardCount: 2 });
  await created({ StreamName: 'demand', ShardCount: undefined });
  const half = String(2n ** 126n);
  const split = { StreamName: 'orders', ShardToSplit: 'shardId-0', NewStartingHashKey: half };
  await call('SplitShard', split);
  expect(await call('DescribeLimits', {})).toEqual({
    ...limits,
    OpenShardCount: 7,
    OnDemandStreamCount: 1,
  });
});
