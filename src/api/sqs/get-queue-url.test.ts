import { expect, test } from 'vitest';
import { getQueueUrl } from './get-queue-url.ts';
import { QUEUE_URL, startSqs } from './sqs.suite.ts';

test('finds a queue by its name, of the own account only', async () => {
  const { ask, fail } = await startSqs();
  const own = { QueueName: 'orders', QueueOwnerAWSAccountId: '123456789012' };
  expect(await ask(getQueueUrl, own)).toEqual({ QueueUrl: QUEUE_URL });
  const other = { QueueName: 'orders', QueueOwnerAWSAccountId: '999999999999' };
  expect(await fail(getQueueUrl, other)).toMatchObject({ code: 'QueueDoesNotExist' });
  expect(await fail(getQueueUrl, {})).toMatchObject({ queryCode: 'MissingParameter' });
});
