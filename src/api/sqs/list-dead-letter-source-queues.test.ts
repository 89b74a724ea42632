import { expect, test } from 'vitest';
import { createQueue } from './create-queue.ts';
import { listDeadLetterSourceQueues } from './list-dead-letter-source-queues.ts';
import { setQueueAttributes } from './set-queue-attributes.ts';
import { QUEUE_URL, startSqs } from './sqs.suite.ts';

const QueueUrl = QUEUE_URL;
const RedrivePolicy =
  '{"deadLetterTargetArn":"arn:aws:sqs:eu-central-1:123456789012:orders","maxReceiveCount":1}';

test('lists the queues that give up their messages to this one, page by page if asked', async () => {
  const { ask, fail } = await startSqs();
  expect(await ask(listDeadLetterSourceQueues, { QueueUrl })).toEqual({ queueUrls: [] });
  for (const QueueName of ['c', 'a', 'b']) {
    await ask(createQueue, { QueueName, Attributes: { RedrivePolicy } });
  }
  await ask(createQueue, { QueueName: 'other' });
  const url = (name: string) => QUEUE_URL.replace('orders', name);
  expect(await ask(listDeadLetterSourceQueues, { QueueUrl })).toEqual({
    queueUrls: ['a', 'b', 'c'].map(url),
  });
  const first = await ask(listDeadLetterSourceQueues, { QueueUrl, MaxResults: 2 });
  expect(first.queueUrls).toEqual(['a', 'b'].map(url));
  const { NextToken } = first;
  const second = await ask(listDeadLetterSourceQueues, { QueueUrl, MaxResults: 2, NextToken });
  expect(second).toEqual({ queueUrls: [url('c')] });
  await ask(setQueueAttributes, { QueueUrl: url('c'), Attributes: { RedrivePolicy: '' } });
  expect((await ask(listDeadLetterSourceQueues, { QueueUrl })).queueUrls).toHaveLength(2);
  expect(await fail(listDeadLetterSourceQueues, { QueueUrl: url('nowhere') })).toMatchObject({
    code: 'QueueDoesNotExist',
  });
});
