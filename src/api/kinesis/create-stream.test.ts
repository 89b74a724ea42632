import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { ARN, kinesisClient } from './kinesis-client.suite.ts';

test('a stream without a shard count is on demand and has four shards', async () => {
  const { call, created } = kinesisClient();
  await created({ ShardCount: undefined });
  const { StreamDescriptionSummary } = await call('DescribeStreamSummary', { StreamARN: ARN });
  expect(StreamDescriptionSummary).toMatchObject({
    OpenShardCount: 4,
    StreamModeDetails: { StreamMode: 'ON_DEMAND' },
  });
  await expect(
    created({ StreamName: 'other', StreamModeDetails: { StreamMode: 'ON_DEMAND' } }),
  ).rejects.toEqual(refused('InvalidArgumentException', /^ShardCount cannot be specified/));
});

test('a stream that exists is in use', async () => {
  const { created } = kinesisClient();
  await created();
  await expect(created()).rejects.toEqual(
    refused('ResourceInUseException', 'Stream orders under account 123456789012 already exists.'),
  );
});

test('what has no effect here is refused when a stream is created', async () => {
  const { created } = kinesisClient();
  await expect(created({ WarmThroughputMiBps: 1 })).rejects.toEqual(
    refused('InvalidArgumentException', 'WarmThroughputMiBps is not supported here.'),
  );
});
