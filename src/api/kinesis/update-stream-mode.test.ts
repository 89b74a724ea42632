import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { ARN, kinesisClient } from './kinesis-client.suite.ts';

test('a stream changes its mode', async () => {
  const { call, created } = kinesisClient();
  await created();
  const change = (StreamMode: string, more: object = {}) =>
    call('UpdateStreamMode', { StreamARN: ARN, StreamModeDetails: { StreamMode }, ...more });
  await change('ON_DEMAND');
  const { StreamDescriptionSummary } = await call('DescribeStreamSummary', { StreamARN: ARN });
  expect(StreamDescriptionSummary).toMatchObject({
    StreamModeDetails: { StreamMode: 'ON_DEMAND' },
    OpenShardCount: 1,
  });
  await expect(change('OTHER')).rejects.toEqual(
    refused('ValidationException', /'streamModeDetails\.streamMode'/),
  );
});
