import { expect } from 'vitest';
import { type Answers, call, fails, of, type Script } from '../step.ts';

const ARN = 'arn:aws:sns:us-east-1:000000000000:orders';
const TOPIC = { TopicArn: ARN };
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:all';
const TEAM = { Key: 'team', Value: 'ä&<' };
const TO_QUEUE = { ...TOPIC, Protocol: 'sqs', Endpoint: QUEUE };
const subscription =
  (more: object = {}) =>
  ({ Subscribe: { SubscriptionArn } }: Answers) => ({ SubscriptionArn, ...more });
const received = (...Bodies: unknown[]) =>
  of(
    'sqs',
    call(
      'ReceiveMessage',
      ({ CreateQueue: { QueueUrl } }: Answers) => ({
        ...{ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] },
      }),
      { Messages: Bodies.map((Body) => ({ Body })) },
    ),
  );

const TOPICS = [
  call('CreateTopic', { Name: 'orders', Tags: [TEAM] }, TOPIC),
  fails('CreateTopic', { Name: 'a b' }, 'InvalidParameter: Invalid parameter: Topic Name'),
  call('ListTopics', {}, { Topics: [TOPIC] }),
  call('SetTopicAttributes', {
    ...{ ...TOPIC, AttributeName: 'DisplayName', AttributeValue: 'Ä <&>' },
  }),
  call('GetTopicAttributes', TOPIC, { Attributes: { DisplayName: 'Ä <&>', TopicArn: ARN } }),
  fails('GetTopicAttributes', { TopicArn: `${ARN}2` }, 'NotFound: Topic does not exist'),
  call('TagResource', { ResourceArn: ARN, Tags: [{ Key: 'more', Value: 'x' }] }),
  call('UntagResource', { ResourceArn: ARN, TagKeys: ['more'] }),
  call('ListTagsForResource', { ResourceArn: ARN }, { Tags: [TEAM] }),
  fails('ListTagsForResource', { ResourceArn: `${ARN}2` }, 'ResourceNotFound: does not exist'),
];

const SUBSCRIPTIONS = [
  of('sqs', call('CreateQueue', { QueueName: 'all' })),
  call('Subscribe', { ...TO_QUEUE, ReturnSubscriptionArn: true }),
  call('ListSubscriptions', {}, { Subscriptions: [{ Endpoint: QUEUE, Protocol: 'sqs' }] }),
  call('ListSubscriptionsByTopic', TOPIC, { Subscriptions: [{ Owner: '000000000000' }] }),
  fails(
    'Subscribe',
    { ...TOPIC, Protocol: 'email', Endpoint: 'a@b.example' },
    'InvalidParameter: Invalid parameter: Protocol',
  ),
  fails(
    'ConfirmSubscription',
    { ...TOPIC, Token: 't' },
    'InvalidParameter: Invalid parameter: Token',
  ),
];

const MESSAGES = [
  call(
    'Publish',
    { ...TOPIC, Subject: 'S', Message: '<&>\n"é😀' },
    {
      MessageId: expect.any(String),
    },
  ),
  received(expect.stringContaining('"Subject" : "S"')),
  call(
    'SetSubscriptionAttributes',
    subscription({ AttributeName: 'RawMessageDelivery', AttributeValue: 'true' }),
  ),
  call(
    'SetSubscriptionAttributes',
    subscription({ AttributeName: 'FilterPolicy', AttributeValue: '{"kind":[{"exists":false}]}' }),
  ),
  call(
    'SetSubscriptionAttributes',
    subscription({ AttributeName: 'FilterPolicy', AttributeValue: '{}' }),
  ),
  call('GetSubscriptionAttributes', subscription(), { Attributes: { RawMessageDelivery: 'true' } }),
  call('Publish', {
    ...{ ...TOPIC, Message: 'raw' },
    MessageAttributes: {
      kind: { DataType: 'String', StringValue: 'ä' },
      raw: { DataType: 'Binary', BinaryValue: Buffer.from('ö') },
    },
  }),
  received('raw'),
  call('Publish', {
    ...{ TargetArn: ARN, MessageStructure: 'json', Message: '{"default":"d","sqs":"q"}' },
  }),
  received('q'),
  call(
    'PublishBatch',
    {
      ...TOPIC,
      PublishBatchRequestEntries: [
        { Id: '1', Message: 'a' },
        { Id: '2', Message: '' },
      ],
    },
    { Successful: [{ Id: '1' }], Failed: [{ Id: '2', SenderFault: true }] },
  ),
  received('a'),
  fails(
    'PublishBatch',
    {
      ...TOPIC,
      PublishBatchRequestEntries: [
        { Id: '1', Message: 'a' },
        { Id: '1', Message: 'b' },
      ],
    },
    'BatchEntryIdsNotDistinct: Id',
  ),
];

export const sns: Script = {
  service: 'sns',
  steps: [
    ...[...TOPICS, ...SUBSCRIPTIONS, ...MESSAGES],
    call('Unsubscribe', subscription()),
    fails('GetSubscriptionAttributes', subscription(), 'NotFound: Subscription does not exist'),
    // Not here.
    fails('CreateTopic', { Name: 'a.fifo' }, 'InvalidParameter: FIFO'),
    fails('ListPlatformApplications', {}, 'InvalidAction: ListPlatformApplications'),
    call('DeleteTopic', TOPIC),
    fails('Publish', { ...TOPIC, Message: 'm' }, 'NotFound: Topic does not exist'),
    call('ListTopics', {}, { Topics: [] }),
  ],
};
