import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { ARN, kinesisClient, SHARD } from './kinesis-client.suite.ts';

test('the answer tells where the record went', async () => {
  const { call, created } = kinesisClient();
  await created({ ShardCount: 2 });
  const record = { StreamARN: ARN, PartitionKey: 'a', Data: Buffer.of(), ExplicitHashKey: '0' };
  const first = await call('PutRecord', record);
  expect(first).toEqual({ ShardId: SHARD, SequenceNumber: expect.stringMatching(/^\d{56}$/) });
  const ordered = { ...record, SequenceNumberForOrdering: first.SequenceNumber };
  const second = await call('PutRecord', ordered);
  expect(BigInt(second.SequenceNumber)).toBeGreaterThan(BigInt(first.SequenceNumber));
});

test('data and partition key together are measured by the limit of the stream', async () => {
  const { created, put } = kinesisClient();
  await created();
  await put('ab', 'x'.repeat(1_048_574));
  await expect(put('ab', 'x'.repeat(1_048_575))).rejects.toEqual(
    refused(
      'ValidationException',
      "1 validation error detected: Value at 'data' failed to satisfy constraint: " +
        'Member must have length less than or equal to 1048576',
    ),
  );
});
