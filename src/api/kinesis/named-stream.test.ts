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
    'ResourceNotFoundException',
    `Stream with id ${'a'.repeat(20)}-abc under account 123456789012 not found.`,
  ],
])('a stream cannot be named by %j', async (naming, code, message) => {
  const { call, created } = kinesisClient();
  await created();
  await expect(call('DescribeStreamSummary', naming)).rejects.toEqual(refused(code, message));
});

test('a stream can be named by its id, which must agree with its name', async () => {
  const { call, created } = kinesisClient();
  await created();
  await created({ StreamName: 'other' });
  const { StreamDescriptionSummary } = await call('DescribeStreamSummary', { StreamARN: ARN });
  const { StreamId } = StreamDescriptionSummary;
  expect(await call('DescribeStreamSummary', { StreamId })).toEqual({ StreamDescriptionSummary });
  await call('RegisterStreamConsumer', { StreamARN: ARN, StreamId, ConsumerName: 'audit' });
  await call('DescribeStreamConsumer', { StreamId, ConsumerName: 'audit' });
  await call('TagResource', { ResourceARN: ARN, StreamId, Tags: { a: 'b' } });
  const text = 'The stream other does not have that StreamId.';
  const wrong = refused('InvalidArgumentException', text);
  await expect(call('DeleteStream', { StreamName: 'other', StreamId })).rejects.toEqual(wrong);
  const ResourceARN = ARN.replace('orders', 'other');
  await expect(call('ListTagsForResource', { ResourceARN, StreamId })).rejects.toEqual(wrong);
});
