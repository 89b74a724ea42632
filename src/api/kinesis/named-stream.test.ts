import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { ARN, kinesisClient } from './kinesis-client.suite.ts';

test.each([
  [{}, 'InvalidArgumentException', "Stream arn and stream name can't be empty at the same time"],
  [
    { StreamName: 'other', StreamARN: ARN },
    'InvalidArgumentException',
    "Input stream name other doesn't match the inferred name in stream arn orders",
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
