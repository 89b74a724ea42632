import { expect, test } from 'vitest';
import { createQueue } from './create-queue.ts';
import { deleteQueue } from './delete-queue.ts';
import { getQueueUrl } from './get-queue-url.ts';
import { QUEUE_URL, startSqs } from './sqs.suite.ts';

test('a deleted queue does not exist, and its name cannot be used at once', async () => {
  const { ask, fail } = await startSqs();
  expect(await ask(deleteQueue, { QueueUrl: QUEUE_URL })).toEqual({});
  expect(await fail(getQueueUrl, { QueueName: 'orders' })).toMatchObject({
    code: 'QueueDoesNotExist',
    queryCode: 'AWS.SimpleQueueService.NonExistentQueue',
    message: 'The specified queue does not exist.',
    status: 400,
  });
  expect(await fail(createQueue, { QueueName: 'orders' })).toMatchObject({
    queryCode: 'AWS.SimpleQueueService.QueueDeletedRecently',
    message:
      'You must wait 60 seconds after deleting a queue before you can create another ' +
      'with the same name.',
  });
});
