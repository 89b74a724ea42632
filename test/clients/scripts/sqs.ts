import { expect } from 'vitest';
import { type Answers, advance, call, fails, pages, type Script } from '../step.ts';

const ARN = 'arn:aws:sqs:us-east-1:000000000000:';
const string = (StringValue: string) => ({ DataType: 'String', StringValue });
/** The queue that was made or looked for last. */
const queue =
  (more: object = {}) =>
  ({ GetQueueUrl: { QueueUrl } }: Answers) => ({ QueueUrl, ...more });
const lookFor = (QueueName: string) => call('GetQueueUrl', { QueueName });
const handleOf = ({ ReceiveMessage }: Answers, index: number): string =>
  ReceiveMessage.Messages[index].ReceiptHandle;
const ALL = { MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] };

const QUEUES = [
  call(
    'CreateQueue',
    { QueueName: 'orders', Attributes: { VisibilityTimeout: '40' }, tags: { team: 'ä' } },
    { QueueUrl: expect.stringMatching(/\/000000000000\/orders$/) },
  ),
  fails(
    'CreateQueue',
    { QueueName: 'orders', Attributes: { VisibilityTimeout: '41' } },
    'QueueAlreadyExists: A queue already exists with the same name',
  ),
  lookFor('orders'),
  fails(
    'GetQueueUrl',
    { QueueName: 'nowhere' },
    'AWS.SimpleQueueService.NonExistentQueue: does not exist',
  ),
  call('SetQueueAttributes', queue({ Attributes: { MaximumMessageSize: '2048' } })),
  call('GetQueueAttributes', queue({ AttributeNames: ['All'] }), {
    Attributes: { MaximumMessageSize: '2048', QueueArn: `${ARN}orders`, VisibilityTimeout: '40' },
  }),
  fails(
    'SetQueueAttributes',
    queue({ Attributes: { DelaySeconds: '901' } }),
    'InvalidAttributeValue: Invalid value for the parameter DelaySeconds',
  ),
  call('TagQueue', queue({ Tags: { stage: 'test' } })),
  call('UntagQueue', queue({ TagKeys: ['none'] })),
  call('ListQueueTags', queue(), { Tags: { team: 'ä', stage: 'test' } }),
  call('AddPermission', queue({ Label: 'a', AWSAccountIds: ['111111111111'], Actions: ['*'] })),
  call('GetQueueAttributes', queue({ AttributeNames: ['Policy'] })),
  call('RemovePermission', queue({ Label: 'a' })),
];

const MESSAGES = [
  call(
    'SendMessage',
    queue({
      MessageBody: 'é <&>\n"',
      MessageAttributes: {
        kind: string('ä'),
        size: { DataType: 'Number', StringValue: '7' },
        raw: { DataType: 'Binary', BinaryValue: Buffer.from('\u0000ö') },
      },
      MessageSystemAttributes: { AWSTraceHeader: string('Root=1-5759e988') },
    }),
    { MD5OfMessageBody: expect.stringMatching(/^\w{32}$/) },
  ),
  call(
    'SendMessageBatch',
    queue({
      Entries: [
        { Id: 'good', MessageBody: 'b' },
        { Id: 'bad', MessageBody: 'c', DelaySeconds: 901 },
      ],
    }),
    { Successful: [{ Id: 'good' }], Failed: [{ Id: 'bad', Code: 'InvalidParameterValue' }] },
  ),
  call('ReceiveMessage', queue({ MaxNumberOfMessages: 10, ...ALL }), {
    Messages: [
      {
        Body: 'é <&>\n"',
        Attributes: { ApproximateReceiveCount: '1', AWSTraceHeader: 'Root=1-5759e988' },
        MessageAttributes: {
          kind: { StringValue: 'ä' },
          raw: { BinaryValue: Buffer.from('\u0000ö').toString('base64') },
        },
      },
      { Body: 'b' },
    ],
  }),
  call('ChangeMessageVisibility', (answers: Answers) =>
    queue({ ReceiptHandle: handleOf(answers, 0), VisibilityTimeout: 9 })(answers),
  ),
  call(
    'ChangeMessageVisibilityBatch',
    (answers: Answers) =>
      queue({
        Entries: [
          { Id: 'a', ReceiptHandle: handleOf(answers, 1), VisibilityTimeout: 9 },
          { Id: 'b', ReceiptHandle: 'garbage', VisibilityTimeout: 9 },
        ],
      })(answers),
    { Successful: [{ Id: 'a' }], Failed: [{ Id: 'b', Code: 'ReceiptHandleIsInvalid' }] },
  ),
  call('DeleteMessage', (answers: Answers) =>
    queue({ ReceiptHandle: handleOf(answers, 0) })(answers),
  ),
  fails(
    'DeleteMessage',
    queue({ ReceiptHandle: 'garbage' }),
    'ReceiptHandleIsInvalid: The input receipt handle "garbage"',
  ),
  call(
    'DeleteMessageBatch',
    (answers: Answers) =>
      queue({
        Entries: [
          { Id: 'a', ReceiptHandle: handleOf(answers, 1) },
          { Id: 'b', ReceiptHandle: 'garbage' },
        ],
      })(answers),
    { Successful: [{ Id: 'a' }], Failed: [{ Id: 'b' }] },
  ),
  call('ReceiveMessage', queue()),
];

const FIFO = [
  call('CreateQueue', {
    QueueName: 'a.fifo',
    Attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true' },
  }),
  lookFor('a.fifo'),
  call('SendMessage', queue({ MessageBody: 'a', MessageGroupId: 'g' }), {
    SequenceNumber: expect.stringMatching(/^\d{20}$/),
  }),
  fails(
    'SendMessage',
    queue({ MessageBody: 'a' }),
    'MissingParameter: must contain the parameter MessageGroupId',
  ),
  call('ReceiveMessage', queue({ ReceiveRequestAttemptId: 'try', ...ALL }), {
    Messages: [{ Attributes: { MessageGroupId: 'g' } }],
  }),
];

const REDRIVE = {
  VisibilityTimeout: '0',
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn: `${ARN}failed`, maxReceiveCount: 1 }),
};
const RECEIVE_ALL = call('ReceiveMessage', queue({ MaxNumberOfMessages: 10 }));
const DEAD_LETTERS = [
  call('CreateQueue', { QueueName: 'failed' }),
  call('CreateQueue', { QueueName: 'source', Attributes: REDRIVE }),
  lookFor('source'),
  ...['1', '2', '3'].map((MessageBody) => call('SendMessage', queue({ MessageBody }))),
  ...[RECEIVE_ALL, RECEIVE_ALL],
  lookFor('failed'),
  call('ListDeadLetterSourceQueues', queue(), {
    queueUrls: [expect.stringMatching(/\/000000000000\/source$/)],
  }),
  pages('ListDeadLetterSourceQueues', 'queueUrls', queue(), [expect.stringMatching(/source$/)]),
  call('StartMessageMoveTask', { SourceArn: `${ARN}failed`, MaxNumberOfMessagesPerSecond: 1 }),
  advance(1000),
  call('ListMessageMoveTasks', { SourceArn: `${ARN}failed` }, { Results: [{ Status: 'RUNNING' }] }),
  call('CancelMessageMoveTask', ({ StartMessageMoveTask: { TaskHandle } }: Answers) => ({
    TaskHandle,
  })),
  call(
    'ListMessageMoveTasks',
    { SourceArn: `${ARN}failed`, MaxResults: 10 },
    { Results: [{ Status: 'CANCELLED', StartedTimestamp: Date.UTC(2026, 0, 1) }] },
  ),
  fails('CancelMessageMoveTask', { TaskHandle: 'foobared' }, 'InvalidParameterValue: TaskHandle'),
];

const ENDINGS = [
  call('ListQueues', { QueueNamePrefix: 'o' }),
  call('ListQueues', { QueueNamePrefix: 'none' }),
  call('ListQueues', { MaxResults: 1 }, { QueueUrls: [expect.stringMatching(/a\.fifo$/)] }),
  pages('ListQueues', 'QueueUrls', {}, [
    ...['a.fifo', 'failed', 'orders', 'source'].map((name) => expect.stringContaining(name)),
  ]),
  call('PurgeQueue', queue()),
  fails('PurgeQueue', queue(), 'AWS.SimpleQueueService.PurgeQueueInProgress: Only one PurgeQueue'),
  call('DeleteQueue', queue()),
  fails(
    'SendMessage',
    queue({ MessageBody: 'a' }),
    'AWS.SimpleQueueService.NonExistentQueue: does not exist',
  ),
];

export const sqs: Script = {
  service: 'sqs',
  steps: [...QUEUES, ...MESSAGES, ...FIFO, ...DEAD_LETTERS, ...ENDINGS],
};
