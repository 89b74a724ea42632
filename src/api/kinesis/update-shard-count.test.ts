import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { ARN, kinesisClient } from './kinesis-client.suite.ts';

test('the answer names the count before and the count to be', async () => {
  const { call, created } = kinesisClient();
  await created({ ShardCount: 2 });
  const scale = (TargetShardCount: number, ScalingType = 'UNIFORM_SCALING') =>
    call('UpdateShardCount', { StreamName: 'orders', TargetShardCount, ScalingType });
  expect(await scale(3)).toEqual({
    StreamName: 'orders',
    CurrentShardCount: 2,
    TargetShardCount: 3,
    StreamARN: ARN,
  });
  const { StreamDescriptionSummary } = await call('DescribeStreamSummary', { StreamARN: ARN });
  expect(StreamDescriptionSummary.OpenShardCount).toBe(3);
  await expect(scale(7)).rejects.toEqual(
    refused('InvalidArgumentException', /Current open shard count: 3 Target shard count: 7$/),
  );
  await expect(scale(0)).rejects.toEqual(refused('ValidationException', /'targetShardCount'/));
  await expect(scale(4, 'OTHER')).rejects.toEqual(refused('ValidationException', /'scalingType'/));
  for (const count of [4, 3, 4, 3, 4, 3, 4, 3, 4]) await scale(count);
  await expect(scale(3)).rejects.toEqual(refused('LimitExceededException', /^Rate exceeded/));
});
