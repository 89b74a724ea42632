import { beforeEach, expect, test } from 'vitest';
import { QUEUE_ARN, SCOPE } from '../../sns/topics.suite.ts';
import { confirmSubscription } from './confirm-subscription.ts';
import { createTopic } from './create-topic.ts';
import { deleteTopic } from './delete-topic.ts';
import { getSubscriptionAttributes } from './get-subscription-attributes.ts';
import { getTopicAttributes } from './get-topic-attributes.ts';
import { listSubscriptions } from './list-subscriptions.ts';
import { listSubscriptionsByTopic } from './list-subscriptions-by-topic.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { listTopics } from './list-topics.ts';
import { publish } from './publish.ts';
import { publishBatch } from './publish-batch.ts';
import { setSubscriptionAttributes } from './set-subscription-attributes.ts';
import { setTopicAttributes } from './set-topic-attributes.ts';
import { startSns, TOPIC_ARN } from './sns.suite.ts';
import { subscribe } from './subscribe.ts';
import { tagResource } from './tag-resource.ts';
import { unsubscribe } from './unsubscribe.ts';
import { untagResource } from './untag-resource.ts';

let sns: Awaited<ReturnType<typeof startSns>>;
beforeEach(async () => {
  sns = await startSns();
});

const toQueue = { TopicArn: TOPIC_ARN, Protocol: 'sqs', Endpoint: QUEUE_ARN };

test('a topic is created with attributes, which are shown', async () => {
  const { TopicArn = '' } = await sns.ask(createTopic, {
    Name: 'b',
    Attributes: { DisplayName: 'B', SignatureVersion: '2', FifoTopic: 'false' },
  });
  await sns.ask(subscribe, { ...toQueue, TopicArn });
  expect(await sns.ask(getTopicAttributes, { TopicArn })).toEqual({
    Attributes: {
      DisplayName: 'B',
      Owner: SCOPE.account,
      SignatureVersion: '2',
      SubscriptionsConfirmed: '1',
      SubscriptionsDeleted: '0',
      SubscriptionsPending: '0',
      TopicArn,
    },
  });
});

test.each([
  [{ FifoTopic: 'true' }, 'FIFO topics are not supported here'],
  [{ DeliveryPolicy: '{}' }, 'DeliveryPolicy is not supported here'],
  [{ constructor: 'x' }, 'constructor is not supported here'],
  [{ SignatureVersion: '3' }, 'SignatureVersion must be 1 or 2'],
])('a topic with %j is refused', async (Attributes, message) => {
  await expect(sns.ask(createTopic, { Name: 'b', Attributes })).rejects.toMatchObject({
    code: 'InvalidParameter',
    status: 400,
    message: expect.stringContaining(message),
  });
});

test('topics are listed in pages of a hundred', async () => {
  for (let number = 0; number < 120; number++) await sns.topics.createTopic(SCOPE, `t${number}`);
  const first = await sns.ask(listTopics, {});
  const second = await sns.ask(listTopics, { NextToken: first.NextToken });
  expect([first.Topics?.length, second.Topics?.length]).toEqual([100, 21]);
  expect(second.NextToken).toBeUndefined();
  await expect(sns.ask(listTopics, { NextToken: 'x' })).rejects.toThrow('NextToken');
});

test('topics of others are not there', async () => {
  const TopicArn = TOPIC_ARN.replace(SCOPE.account, '999999999999');
  for (const asked of [
    sns.ask(getTopicAttributes, { TopicArn }),
    sns.ask(deleteTopic, { TopicArn }),
    sns.ask(publish, { TopicArn, Message: 'a' }),
  ])
    await expect(asked).rejects.toMatchObject({ code: 'NotFound', status: 404 });
});

test('a queue is subscribed, shown, changed and unsubscribed', async () => {
  const { SubscriptionArn = '' } = await sns.ask(subscribe, {
    ...toQueue,
    Attributes: { RawMessageDelivery: 'true' },
  });
  const shown = {
    TopicArn: TOPIC_ARN,
    Protocol: 'sqs',
    SubscriptionArn,
    Owner: SCOPE.account,
    Endpoint: QUEUE_ARN,
  };
  expect(await sns.ask(listSubscriptions, {})).toEqual({ Subscriptions: [shown] });
  await sns.ask(setSubscriptionAttributes, {
    SubscriptionArn,
    AttributeName: 'RawMessageDelivery',
    AttributeValue: 'false',
  });
  const { Attributes } = await sns.ask(getSubscriptionAttributes, { SubscriptionArn });
  expect(Attributes).toMatchObject({ ...shown, RawMessageDelivery: 'false' });
  await sns.ask(unsubscribe, { SubscriptionArn });
  expect(await sns.ask(listSubscriptionsByTopic, { TopicArn: TOPIC_ARN })).toEqual({
    Subscriptions: [],
  });
});

test.each([
  [{ Protocol: 'email' }, 'only sqs and lambda are supported here, not email'],
  [{ Protocol: 'lambda' }, 'Invalid parameter: Lambda endpoint ARN'],
  [{ Attributes: { DeliveryPolicy: '{}' } }, 'DeliveryPolicy is not supported here'],
  [{ Attributes: { FilterPolicy: 'x' } }, 'FilterPolicy: failed to parse JSON'],
  [{ Attributes: { FilterPolicy: '{"a":{"b":["c"]}}' } }, 'does not support nested filter policy'],
  [{ Attributes: { FilterPolicyScope: 'x' } }, 'FilterPolicyScope: Invalid value [x]'],
  [{ Attributes: { RedrivePolicy: '{' } }, 'RedrivePolicy: failed to parse JSON'],
  [{ Attributes: { RedrivePolicy: '{}' } }, 'deadLetterTargetArn is an invalid arn'],
  [{ Attributes: { RawMessageDelivery: 'yes' } }, 'Invalid value [yes]'],
  [{ Endpoint: 'x' }, 'Invalid parameter: SQS endpoint ARN'],
])('a subscription with %j is refused', async (change, message) => {
  await expect(sns.ask(subscribe, { ...toQueue, ...change })).rejects.toThrow(message);
});

test('a message goes to a topic by either name of its ARN', async () => {
  await sns.ask(subscribe, { ...toQueue, Attributes: { RawMessageDelivery: 'true' } });
  await sns.ask(publish, { TopicArn: TOPIC_ARN, Message: 'a' });
  await sns.ask(publish, { TargetArn: TOPIC_ARN, Message: 'b', Subject: 's' });
  await sns.ask(publish, {
    TopicArn: TOPIC_ARN,
    MessageStructure: 'json',
    Message: '{"default":"c","sqs":"d"}',
  });
  expect(sns.delivered()).toEqual(['a', 'b', 'd']);
});

test.each([
  [{ PhoneNumber: '+1' }, 'PhoneNumber is not supported here'],
  [{ MessageGroupId: 'g' }, 'MessageGroupId is not supported here'],
  [{ MessageAttributes: { a: { DataType: 'String' } } }, 'must contain non-empty'],
  [{ MessageAttributes: { a: { DataType: 'X', StringValue: 'x' } } }, 'supported type prefixes'],
  [{ MessageAttributes: { a: { DataType: 'Number', StringValue: 'x' } } }, 'Could not cast'],
  [{ MessageAttributes: { 'a b': { DataType: 'String', StringValue: 'x' } } }, 'attribute name'],
  [{ MessageAttributes: { a: { DataType: 'String.Array', StringValue: 'x' } } }, 'JSON array'],
  [{ TopicArn: undefined }, 'TopicArn or TargetArn Reason: no value for required parameter'],
  [{ MessageStructure: 'json' }, 'JSON message body failed to parse'],
  [{ MessageStructure: 'json', Message: '{}' }, 'No default entry'],
  [
    {
      MessageStructure: 'json',
      Message: JSON.stringify({ default: 'a', sqs: 'a'.repeat(262_144) }),
    },
    'Message too long',
  ],
  [{ MessageStructure: 'xml' }, 'Invalid parameter: MessageStructure'],
])('a message with %.80j is refused', async (change, message) => {
  const input = { TopicArn: TOPIC_ARN, Message: 'a', ...change };
  await expect(sns.ask(publish, input)).rejects.toThrow(message);
});

test('tags are set, listed and removed', async () => {
  const Tags = [
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: '2' },
  ];
  await sns.ask(tagResource, { ResourceArn: TOPIC_ARN, Tags });
  await sns.ask(untagResource, { ResourceArn: TOPIC_ARN, TagKeys: ['a'] });
  expect(await sns.ask(listTagsForResource, { ResourceArn: TOPIC_ARN })).toEqual({
    Tags: [Tags[1]],
  });
  const twice = [...Tags, ...Tags];
  await expect(sns.ask(tagResource, { ResourceArn: TOPIC_ARN, Tags: twice })).rejects.toThrow(
    'Duplicated keys are not allowed.',
  );
});

test.each([
  ['ListTagsForResource', (ResourceArn: string) => sns.ask(listTagsForResource, { ResourceArn })],
  ['TagResource', (ResourceArn: string) => sns.ask(tagResource, { ResourceArn, Tags: [] })],
  ['UntagResource', (ResourceArn: string) => sns.ask(untagResource, { ResourceArn, TagKeys: [] })],
])('%s has an error of its own for a topic that is not there', async (_, ask) => {
  for (const arn of [`${TOPIC_ARN}2`, TOPIC_ARN.replace(SCOPE.region, 'ap-south-1')])
    await expect(ask(arn)).rejects.toMatchObject({ code: 'ResourceNotFound', status: 404 });
});

test('a topic gets other attributes', async () => {
  const set = { TopicArn: TOPIC_ARN, AttributeName: 'DisplayName', AttributeValue: 'B' };
  await sns.ask(setTopicAttributes, set);
  const { Attributes } = await sns.ask(getTopicAttributes, { TopicArn: TOPIC_ARN });
  expect(Attributes).toMatchObject({ DisplayName: 'B' });
  const other = { ...set, AttributeName: 'TracingConfig' };
  await expect(sns.ask(setTopicAttributes, other)).rejects.toThrow('not supported here');
});

test('a filter, its scope and a dead-letter queue are shown, and a filter ends', async () => {
  const Attributes = {
    FilterPolicy: '{"shop":["one"]}',
    FilterPolicyScope: 'MessageBody',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: `${QUEUE_ARN}-dead` }),
  };
  const { SubscriptionArn = '' } = await sns.ask(subscribe, { ...toQueue, Attributes });
  const shown = async () =>
    (await sns.ask(getSubscriptionAttributes, { SubscriptionArn })).Attributes;
  expect(await shown()).toMatchObject(Attributes);
  const end = { SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue: '{}' };
  await sns.ask(setSubscriptionAttributes, end);
  expect(await shown()).not.toHaveProperty('FilterPolicy');
});

test('a batch tells for each message what became of it', async () => {
  await sns.ask(subscribe, { ...toQueue, Attributes: { RawMessageDelivery: 'true' } });
  const answer = await sns.ask(publishBatch, {
    TopicArn: TOPIC_ARN,
    PublishBatchRequestEntries: [
      { Id: '1', Message: 'a' },
      { Id: '2', Message: '' },
    ],
  });
  expect(answer).toEqual({
    Successful: [{ Id: '1', MessageId: expect.any(String) }],
    Failed: [{ Id: '2', Code: 'InvalidParameter', Message: expect.any(String), SenderFault: true }],
  });
  expect(sns.delivered()).toEqual(['a']);
});

test.each([
  [[], 'EmptyBatchRequest'],
  [Array.from({ length: 11 }, (_, index) => ({ Id: `${index}` })), 'TooManyEntriesInBatchRequest'],
  [[{ Id: 'a' }, { Id: 'a' }], 'BatchEntryIdsNotDistinct'],
  [[{ Id: 'a b' }], 'InvalidBatchEntryId'],
  [[{ Id: 'a', Message: 'x'.repeat(262_145) }], 'BatchRequestTooLong'],
])('a wrong batch is refused whole (%#)', async (entries, code) => {
  const PublishBatchRequestEntries = entries.map((entry) => ({ Message: 'm', ...entry }));
  const batch = sns.ask(publishBatch, { TopicArn: TOPIC_ARN, PublishBatchRequestEntries });
  await expect(batch).rejects.toMatchObject({ code, status: 400 });
});

test('no subscription waits for a confirmation', async () => {
  const confirm = sns.ask(confirmSubscription, { TopicArn: TOPIC_ARN, Token: 't' });
  await expect(confirm).rejects.toThrow('Invalid parameter: Token');
});
