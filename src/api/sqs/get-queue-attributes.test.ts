import { expect, test } from 'vitest';
import { getQueueAttributes } from './get-queue-attributes.ts';
import { receiveMessage } from './receive-message.ts';
import { sendMessage } from './send-message.ts';
import { QUEUE_URL, startSqs } from './sqs.suite.ts';

const QueueUrl = QUEUE_URL;

test('All is all that a queue has, as texts', async () => {
  const { ask, clock } = await startSqs();
  clock.advance(1500);
  for (const DelaySeconds of [0, 0, 9])
    await ask(sendMessage, { QueueUrl, MessageBody: 'a', DelaySeconds });
  await ask(receiveMessage, { QueueUrl });
  const { Attributes } = await ask(getQueueAttributes, { QueueUrl, AttributeNames: ['All'] });
  expect(Attributes).toEqual({
    QueueArn: 'arn:aws:sqs:eu-central-1:123456789012:orders',
    ApproximateNumberOfMessages: '1',
    ApproximateNumberOfMessagesNotVisible: '1',
    ApproximateNumberOfMessagesDelayed: '1',
    CreatedTimestamp: '1000',
    LastModifiedTimestamp: '1000',
    VisibilityTimeout: '30',
    MaximumMessageSize: '1048576',
    MessageRetentionPeriod: '345600',
    DelaySeconds: '0',
    ReceiveMessageWaitTimeSeconds: '0',
    SqsManagedSseEnabled: 'true',
  });
});

test('answers only what was asked for and is there', async () => {
  const { ask } = await startSqs();
  const get = (...AttributeNames: string[]) =>
    ask(getQueueAttributes, { QueueUrl, AttributeNames });
  expect(await get('DelaySeconds', 'RedrivePolicy', 'FifoQueue')).toEqual({
    Attributes: { DelaySeconds: '0' },
  });
  expect(await get('RedrivePolicy')).toEqual({ Attributes: undefined });
  expect(await get()).toEqual({ Attributes: undefined });
});

test.each(['Colour', 'constructor'])('there is no attribute %s', async (name) => {
  const { fail } = await startSqs();
  expect(await fail(getQueueAttributes, { QueueUrl, AttributeNames: [name] })).toMatchObject({
    code: 'InvalidAttributeName',
    message: `Unknown Attribute ${name}.`,
  });
});
