import { expect, test } from 'vitest';
import { ARN, kinesisClient, refused } from './kinesis-client.suite.ts';

test.each([
  [{}, 'InvalidArgumentException', 'Either StreamName or StreamARN should be provided.'],
  [
    { StreamName: 'other', StreamARN: ARN },
    'InvalidArgumentException',
    'StreamName and StreamARN name two different streams.',
  ],
  [
    { StreamARN: ARN.replace('us-east-1', 'eu-west-1') },
    'ResourceNotFoundException',
    'Stream orders under account 123456789012 not found.',
  ],
  [
    { StreamName: 'orders', StreamId: `${'a'.repeat(20)}-abc` },
    'InvalidArgumentException',
    'StreamId is not supported here.',
  ],
])('a stream cannot be named by %j', async (naming, code, message) => {
  const { call, created } = kinesisClient();
  await created();
  await expect(call('DescribeStreamSummary', naming)).rejects.toEqual(refused(code, message));
});
