import { expect, test } from 'vitest';
import { deleteMessageBatch } from './delete-message-batch.ts';
import { getQueueAttributes } from './get-queue-attributes.ts';
import { receiveMessage } from './receive-message.ts';
import { sendMessage } from './send-message.ts';
import { QUEUE_URL, startSqs } from './sqs.suite.ts';

const QueueUrl = QUEUE_URL;

test('deletes each message, and says which handle was none', async () => {
  const { ask } = await startSqs();
  for (const MessageBody of ['a', 'b']) await ask(sendMessage, { QueueUrl, MessageBody });
  const { Messages = [] } = await ask(receiveMessage, { QueueUrl, MaxNumberOfMessages: 10 });
  const Entries = Messages.map((message, position) => ({
    Id: `${position}`,
    ReceiptHandle: message.ReceiptHandle as string,
  }));
  Entries.push({ Id: 'bad', ReceiptHandle: 'garbage' });
  expect(await ask(deleteMessageBatch, { QueueUrl, Entries })).toEqual({
    Successful: [{ Id: '0' }, { Id: '1' }],
    Failed: [
      {
        Id: 'bad',
        SenderFault: true,
        Code: 'ReceiptHandleIsInvalid',
        Message: 'The input receipt handle "garbage" is not a valid receipt handle.',
      },
    ],
  });
  const name = 'ApproximateNumberOfMessagesNotVisible';
  const { Attributes } = await ask(getQueueAttributes, { QueueUrl, AttributeNames: [name] });
  expect(Attributes).toEqual({ [name]: '0' });
});

test('refuses an empty batch', async () => {
  const { fail } = await startSqs();
  expect(await fail(deleteMessageBatch, { QueueUrl, Entries: [] })).toMatchObject({
    message: 'There should be at least one DeleteMessageBatchRequestEntry in the request.',
  });
});
