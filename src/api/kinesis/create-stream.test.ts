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

test('an account has fifty on-demand streams in a region at most', async () => {
  const { call, created } = kinesisClient();
  const onDemand = (StreamName: string) => created({ StreamName, ShardCount: undefined });
  for (let number = 1; number <= 50; number++) await onDemand(`s-${number}`);
  const text = 'The account 123456789012 can have 50 on-demand streams in us-east-1.';
  await expect(onDemand('s-51')).rejects.toEqual(refused('LimitExceededException', text));
  await created();
  const StreamModeDetails = { StreamMode: 'ON_DEMAND' };
  await expect(call('UpdateStreamMode', { StreamARN: ARN, StreamModeDetails })).rejects.toEqual(
    refused('LimitExceededException', text),
  );
});
