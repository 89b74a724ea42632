import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { ARN, kinesisClient } from './kinesis-client.suite.ts';

test('a stream takes larger records once it was told to', async () => {
  const { call, created, put } = kinesisClient();
  await created();
  const large = 'x'.repeat(1024 * 1024);
  await expect(put('k', large)).rejects.toEqual(refused('ValidationException', /1048576$/));
  const update = (MaxRecordSizeInKiB: number) =>
    call('UpdateMaxRecordSize', { StreamARN: ARN, MaxRecordSizeInKiB });
  await update(2048);
  await put('k', large);
  const { StreamDescriptionSummary } = await call('DescribeStreamSummary', { StreamARN: ARN });
  expect(StreamDescriptionSummary.MaxRecordSizeInKiB).toBe(2048);
  await expect(update(1023)).rejects.toEqual(
    refused('ValidationException', /'maxRecordSizeInKiB'.*greater than or equal to 1024$/),
  );
});
