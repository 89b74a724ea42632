import { expect, test } from 'vitest';
import { createQueue } from './create-queue.ts';
import { receiveMessage } from './receive-message.ts';
import { sendMessageBatch } from './send-message-batch.ts';
import { setQueueAttributes } from './set-queue-attributes.ts';
import { QUEUE_URL, startSqs } from './sqs.suite.ts';

const QueueUrl = QUEUE_URL;
const entry = (Id: string, MessageBody = 'a') => ({ Id, MessageBody });

test('sends each entry in order, and answers each', async () => {
  const { ask } = await startSqs();
  const answer = await ask(sendMessageBatch, { QueueUrl, Entries: [entry('1'), entry('2', 'b')] });
  expect(answer).toEqual({
    Successful: [
      expect.objectContaining({ Id: '1', MD5OfMessageBody: '0cc175b9c0f1b6a831c399e269772661' }),
      expect.objectContaining({ Id: '2', MD5OfMessageBody: '92eb5ffee6ae2fec3ad71c777531578f' }),
    ],
    Failed: undefined,
  });
  const { Messages } = await ask(receiveMessage, { QueueUrl, MaxNumberOfMessages: 10 });
  const ids = Messages?.map((message) => message.MessageId);
  expect(ids).toEqual(answer.Successful?.map((sent) => sent.MessageId));
});

test('answers the sequence numbers of a FIFO queue, which receivers are shown', async () => {
  const { ask } = await startSqs();
  const fifo = await ask(createQueue, {
    QueueName: 'a.fifo',
    Attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true' },
  });
  const Entries = ['1', '2'].map((id) => ({ ...entry(id, id), MessageGroupId: 'group' }));
  const { Successful } = await ask(sendMessageBatch, { ...fifo, Entries });
  const numbers = Successful?.map((sent) => sent.SequenceNumber);
  const { Messages } = await ask(receiveMessage, {
    ...fifo,
    MaxNumberOfMessages: 10,
    MessageSystemAttributeNames: ['SequenceNumber', 'MessageGroupId', 'MessageDeduplicationId'],
  });
  expect(Messages?.map((message) => message.Attributes)).toEqual([
    {
      SequenceNumber: numbers?.[0],
      MessageGroupId: 'group',
      MessageDeduplicationId: '6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b',
    },
    {
      SequenceNumber: numbers?.[1],
      MessageGroupId: 'group',
      MessageDeduplicationId: 'd4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35',
    },
  ]);
});

test('an entry that is refused does not hinder the others', async () => {
  const { ask } = await startSqs();
  const Entries = [
    { ...entry('group'), MessageDeduplicationId: 'x' },
    entry('good'),
    { ...entry('late'), DelaySeconds: 901 },
  ];
  const { Successful, Failed } = await ask(sendMessageBatch, { QueueUrl, Entries });
  expect(Successful?.map((sent) => sent.Id)).toEqual(['good']);
  expect(Failed).toMatchObject([
    { Id: 'group', SenderFault: true, Code: 'InvalidParameterValue' },
    { Id: 'late', SenderFault: true, Code: 'InvalidParameterValue' },
  ]);
  expect((await ask(receiveMessage, { QueueUrl, MaxNumberOfMessages: 10 })).Messages).toHaveLength(
    1,
  );
});

test('a message that is too long is told of in other words than one sent alone', async () => {
  const { ask } = await startSqs();
  await ask(setQueueAttributes, { QueueUrl, Attributes: { MaximumMessageSize: '1024' } });
  const Entries = [entry('long', 'a'.repeat(1025)), entry('short')];
  expect(await ask(sendMessageBatch, { QueueUrl, Entries })).toMatchObject({
    Successful: [{ Id: 'short' }],
    Failed: [
      {
        Id: 'long',
        Code: 'InvalidParameterValue',
        Message:
          'One or more parameters cannot be validated. ' +
          'Reason: Message must be shorter than 1024 bytes.',
      },
    ],
  });
});

test('a batch without a good entry has no Successful', async () => {
  const { ask } = await startSqs();
  const answer = await ask(sendMessageBatch, { QueueUrl, Entries: [entry('1', '')] });
  expect(answer).toMatchObject({ Successful: undefined, Failed: [{ Code: 'MissingParameter' }] });
});

const many = Array.from({ length: 20 }, (_, position) => entry(`${position}`));
const ID_TEXT =
  'A batch entry id can only contain alphanumeric characters, hyphens and underscores. ' +
  'It can be at most 80 letters long.';

test.each([
  [
    [],
    'EmptyBatchRequest',
    'There should be at least one SendMessageBatchRequestEntry in the request.',
  ],
  [
    many,
    'TooManyEntriesInBatchRequest',
    'Maximum number of entries per request are 10. You have sent 20.',
  ],
  [[entry('')], 'InvalidBatchEntryId', ID_TEXT],
  [[entry('a:b')], 'InvalidBatchEntryId', ID_TEXT],
  [[entry('a'.repeat(81))], 'InvalidBatchEntryId', ID_TEXT],
  [[entry('1'), entry('1')], 'BatchEntryIdsNotDistinct', 'Id 1 repeated.'],
  [
    [entry('1', 'a'.repeat(1_000_000)), entry('2', 'a'.repeat(48_577))],
    'BatchRequestTooLong',
    'Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.',
  ],
])('refuses the batch %.60j', async (Entries, code, message) => {
  const { fail } = await startSqs();
  expect(await fail(sendMessageBatch, { QueueUrl, Entries })).toMatchObject({
    code,
    queryCode: `AWS.SimpleQueueService.${code}`,
    message,
  });
});
