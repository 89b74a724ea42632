import { expect, test } from 'vitest';
import { purgeQueue } from './purge-queue.ts';
import { receiveMessage } from './receive-message.ts';
import { sendMessage } from './send-message.ts';
import { QUEUE_URL, startSqs } from './sqs.suite.ts';

const QueueUrl = QUEUE_URL;

test('empties a queue, once a minute', async () => {
  const { ask, fail } = await startSqs();
  await ask(sendMessage, { QueueUrl, MessageBody: 'a' });
  expect(await ask(purgeQueue, { QueueUrl })).toEqual({});
  expect(await ask(receiveMessage, { QueueUrl })).toEqual({});
  expect(await fail(purgeQueue, { QueueUrl })).toMatchObject({
    code: 'PurgeQueueInProgress',
    queryCode: 'AWS.SimpleQueueService.PurgeQueueInProgress',
    message: 'Only one PurgeQueue operation on orders is allowed every 60 seconds.',
    status: 403,
  });
});
