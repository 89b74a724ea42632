import { expect, test } from 'vitest';
import { deleteQueue } from './delete-queue.ts';
import { getQueueAttributes } from './get-queue-attributes.ts';
import { startSqs } from './sqs.suite.ts';

test.each([
  'http://127.0.0.1:4566/123456789012/orders',
  'http://localhost:9999/123456789012/orders',
  'https://sqs.eu-central-1.amazonaws.com/123456789012/orders',
  '/123456789012/orders',
])('%s is the queue, whatever the host', async (QueueUrl) => {
  const { ask } = await startSqs();
  expect(await ask(getQueueAttributes, { QueueUrl })).toEqual({ Attributes: undefined });
});

test.each([
  ['http://127.0.0.1/123456789012/nowhere', 'AWS.SimpleQueueService.NonExistentQueue', 400],
  ['http://127.0.0.1/999999999999/orders', 'AWS.SimpleQueueService.NonExistentQueue', 400],
  ['orders', 'InvalidAddress', 404],
  ['http://127.0.0.1/', 'InvalidAddress', 404],
  [undefined, 'MissingParameter', 400],
])('%s is no queue', async (QueueUrl, queryCode, status) => {
  const { fail } = await startSqs();
  expect(await fail(deleteQueue, { QueueUrl })).toMatchObject({ queryCode, status });
});
