import { beforeEach, expect, test } from 'vitest';
import { QUEUE_ARN, SCOPE } from '../../sns/topics.suite.ts';
import { createTopic } from './create-topic.ts';
import { deleteTopic } from './delete-topic.ts';
import { getSubscriptionAttributes } from './get-subscription-attributes.ts';
import { getTopicAttributes } from './get-topic-attributes.ts';
import { listSubscriptions } from './list-subscriptions.ts';
import { listSubscriptionsByTopic } from './list-subscriptions-by-topic.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { listTopics } from './list-topics.ts';
import { publish } from './publish.ts';
import { setSubscriptionAttributes } from './set-subscription-attributes.ts';
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
  [{ Protocol: 'lambda' }, 'only sqs is supported here, not lambda'],
  [{ Attributes: { FilterPolicy: '{}' } }, 'FilterPolicy is not supported here'],
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
  [{ MessageAttributes: { a: { DataType: 'String' } } }, 'MessageAttributes is not supported'],
  [{ TopicArn: undefined }, 'TopicArn or TargetArn Reason: no value for required parameter'],
  [{ MessageStructure: 'json' }, 'JSON message body failed to parse'],
  [{ MessageStructure: 'json', Message: '{}' }, 'No default entry'],
  [{ MessageStructure: 'xml' }, 'Invalid parameter: MessageStructure'],
])('a message with %j is refused', async (change, message) => {
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
