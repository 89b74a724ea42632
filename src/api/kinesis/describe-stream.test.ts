import { expect, test } from 'vitest';
import { ARN, kinesisClient, SHARD } from './kinesis-client.suite.ts';

test('a stream is described as AWS describes it', async () => {
  const { call, created } = kinesisClient();
  await created({ MaxRecordSizeInKiB: 2048 });
  const common = {
    StreamName: 'orders',
    StreamARN: ARN,
    StreamStatus: 'ACTIVE',
    StreamModeDetails: { StreamMode: 'PROVISIONED' },
    RetentionPeriodHours: 24,
    StreamCreationTimestamp: Date.UTC(2015, 0, 22, 1, 22, 2),
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: 'NONE',
  };
  expect(await call('DescribeStream', { StreamName: 'orders' })).toEqual({
    StreamDescription: {
      ...common,
      HasMoreShards: false,
      Shards: [
        {
          ShardId: SHARD,
          HashKeyRange: {
            StartingHashKey: '0',
            EndingHashKey: '340282366920938463463374607431768211455',
          },
          SequenceNumberRange: { StartingSequenceNumber: expect.stringMatching(/^\d{56}$/) },
        },
      ],
    },
  });
  expect(await call('DescribeStreamSummary', { StreamARN: ARN })).toEqual({
    StreamDescriptionSummary: {
      ...common,
      StreamId: expect.stringMatching(/^[a-z0-9]{20}-[a-z0-9]{3}$/),
      OpenShardCount: 1,
      ConsumerCount: 0,
      MaxRecordSizeInKiB: 2048,
    },
  });
});
