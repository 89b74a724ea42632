import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { ARN, kinesisClient } from './kinesis-client.suite.ts';

test('a stream changes its mode, and what has no effect here is refused', async () => {
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
  await expect(change('ON_DEMAND', { WarmThroughputMiBps: 1 })).rejects.toEqual(
    refused('InvalidArgumentException', 'WarmThroughputMiBps is not supported here.'),
  );
  await expect(change('OTHER')).rejects.toEqual(
    refused('ValidationException', /'streamModeDetails\.streamMode'/),
  );
});
