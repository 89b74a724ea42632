import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { kinesisClient } from './kinesis-client.suite.ts';

test('a deleted stream is not found', async () => {
  const { call, created } = kinesisClient();
  await created();
  await call('DeleteStream', { StreamName: 'orders', EnforceConsumerDeletion: false });
  await expect(call('DescribeStream', { StreamName: 'orders' })).rejects.toEqual(
    refused('ResourceNotFoundException', 'Stream orders under account 123456789012 not found.'),
  );
});
