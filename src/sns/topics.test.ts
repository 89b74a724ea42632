import { beforeEach, describe, expect, test } from 'vitest';
import { QUEUE_ARN, SCOPE, startTopics } from './topics.suite.ts';

const ARN = `arn:aws:sns:${SCOPE.region}:${SCOPE.account}:alarms`;
const OTHER_SCOPE = { account: '999999999999', region: SCOPE.region };

let world: ReturnType<typeof startTopics>;
beforeEach(async () => {
  world = startTopics();
  await world.topics.createTopic(SCOPE, 'alarms', { settings: { displayName: 'Alarms' } });
});

describe('topics', () => {
  test('creating one again gives the same one, unless it shall be another', async () => {
    expect(await world.topics.createTopic(SCOPE, 'alarms')).toBe(ARN);
    await expect(
      world.topics.createTopic(SCOPE, 'alarms', { settings: { displayName: 'x' } }),
    ).rejects.toMatchObject({
      code: 'InvalidParameter',
      message:
        'Invalid parameter: Attributes Reason: Topic already exists with different attributes',
    });
    await expect(world.topics.createTopic(SCOPE, 'alarms', { tags: { a: 'b' } })).rejects.toThrow(
      'Invalid parameter: Tags Reason: Topic already exists with different tags',
    );
  });

  test.each(['', 'a.b', 'a'.repeat(257), 'a\0', 'alarms.fifo'])(
    'none is called %j',
    async (name) => {
      await expect(world.topics.createTopic(SCOPE, name)).rejects.toMatchObject({
        code: 'InvalidParameter',
      });
      expect(world.topics.hasTopic(SCOPE, name)).toBe(false);
    },
  );

  test('each scope has its own, by name', async () => {
    await world.topics.createTopic(SCOPE, 'a');
    await world.topics.createTopic(OTHER_SCOPE, 'b');
    expect(world.topics.listTopics(SCOPE).map(({ name }) => name)).toEqual(['a', 'alarms']);
    expect(world.topics.hasTopic(OTHER_SCOPE, 'alarms')).toBe(false);
  });

  test('a deleted one takes its subscriptions along, and can be deleted again', async () => {
    await world.topics.subscribe(ARN, QUEUE_ARN);
    await world.topics.deleteTopic(ARN);
    await world.topics.deleteTopic(ARN);
    expect(world.topics.listSubscriptions(SCOPE)).toEqual([]);
    await expect(world.topics.publish(ARN, { message: 'a' })).rejects.toMatchObject({
      code: 'NotFound',
      message: 'Topic does not exist',
    });
  });

  test('everything is there after a restart', async () => {
    const { arn } = await world.topics.subscribe(ARN, QUEUE_ARN, { rawMessageDelivery: true });
    await world.topics.changeTags(ARN, { set: { team: 'a', gone: 'b' } });
    await world.topics.changeTags(ARN, { remove: ['gone'] });
    const reopened = world.open();
    expect(reopened.getTopic(ARN)).toMatchObject({
      settings: { displayName: 'Alarms' },
      tags: { team: 'a' },
    });
    expect(reopened.getSubscription(arn)).toEqual({
      arn,
      topicArn: ARN,
      protocol: 'sqs',
      endpoint: QUEUE_ARN,
      rawMessageDelivery: true,
    });
  });

  test('what has no effect is announced', async () => {
    await world.topics.createTopic(SCOPE, 'b', { settings: { policy: '{}' } });
    expect(world.warnings).toEqual(['Topic b: policy is kept, but has no effect here.']);
  });
});

describe('subscriptions', () => {
  test('subscribing again gives the same one, unless it shall be another', async () => {
    const first = await world.topics.subscribe(ARN, QUEUE_ARN);
    expect(await world.topics.subscribe(ARN, QUEUE_ARN)).toEqual(first);
    await expect(
      world.topics.subscribe(ARN, QUEUE_ARN, { rawMessageDelivery: true }),
    ).rejects.toThrow('Subscription already exists with different attributes');
    expect(world.topics.listSubscriptionsByTopic(ARN)).toHaveLength(1);
  });

  test.each(['', 'failed', 'arn:aws:lambda:r:1:function:f', `${QUEUE_ARN}.fifo`])(
    '%j is no queue to subscribe',
    async (queueArn) => {
      await expect(world.topics.subscribe(ARN, queueArn)).rejects.toMatchObject({
        code: 'InvalidParameter',
      });
    },
  );

  test('one that is ended gets nothing more, and can be ended again', async () => {
    const { arn } = await world.topics.subscribe(ARN, QUEUE_ARN);
    await world.topics.unsubscribe(arn);
    await world.topics.unsubscribe(arn);
    await world.topics.publish(ARN, { message: 'a' });
    expect(world.delivered()).toEqual([]);
    expect(() => world.topics.getSubscription(arn)).toThrow('Subscription does not exist');
  });

  test.each([
    ['', 'An ARN must have at least 6 elements, not 1'],
    ['a:b', 'An ARN must have at least 6 elements, not 2'],
    [QUEUE_ARN, 'Invalid parameter: SubscriptionArn'],
    [`${ARN}:\0`, 'Invalid parameter: SubscriptionArn'],
  ])('%j is no ARN of one', (arn, message) => {
    expect(() => world.topics.getSubscription(arn)).toThrow(message);
  });
});

describe('publishing', () => {
  test("a queue gets AWS's notification, letter by letter", async () => {
    const { arn } = await world.topics.subscribe(ARN, QUEUE_ARN);
    const messageId = await world.topics.publish(ARN, { message: '{"a":"\n"}', subject: 'S' });
    expect(world.delivered()).toEqual([
      `{
  "Type" : "Notification",
  "MessageId" : "${messageId}",
  "TopicArn" : "${ARN}",
  "Subject" : "S",
  "Message" : "{\\"a\\":\\"\\n\\"}",
  "Timestamp" : "1970-01-01T00:16:40.000Z",
  "SignatureVersion" : "1",
  "Signature" : "bm90IHNpZ25lZDogdGhpcyBub3RpZmljYXRpb24gd2FzIG1hZGUgbG9jYWxseQ==",
  "SigningCertURL" : "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-${'0'.repeat(32)}.pem",
  "UnsubscribeURL" : "https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${arn}"
}`,
    ]);
  });

  test('a queue with raw delivery gets the message alone', async () => {
    const { arn } = await world.topics.subscribe(ARN, QUEUE_ARN);
    await world.topics.changeSubscription(arn, { rawMessageDelivery: true });
    await world.topics.publish(ARN, { message: 'plain' });
    expect(world.delivered()).toEqual(['plain']);
  });

  test('a queue that cannot take it is passed over, and announced once it is committed', async () => {
    await world.topics.subscribe(ARN, `${QUEUE_ARN}-gone`);
    await world.topics.subscribe(ARN, QUEUE_ARN, { rawMessageDelivery: true });
    await world.topics.publish(ARN, { message: 'a' });
    expect(world.delivered()).toEqual(['a']);
    expect(world.warnings).toEqual([
      `Topic alarms: a message did not reach ${QUEUE_ARN}-gone: ` +
        'The specified queue does not exist.',
    ]);
  });

  test('a fault that is not the queue’s own makes the publish fail, with nothing done', async () => {
    await world.topics.subscribe(ARN, QUEUE_ARN);
    await world.topics.subscribe(ARN, `${QUEUE_ARN}-broken`);
    await expect(world.topics.publish(ARN, { message: 'a' })).rejects.toThrow('The disk is full.');
    expect(world.delivered()).toEqual([]);
  });

  test('deliveries are part of the transaction: undone with it', async () => {
    await world.topics.subscribe(ARN, QUEUE_ARN);
    await world.topics.subscribe(ARN, `${QUEUE_ARN}-gone`);
    const failing = world.store.transact((transaction) => {
      world.topics.publishIn(transaction, ARN, { message: 'a' });
      throw new Error('later');
    });
    await expect(failing).rejects.toThrow('later');
    expect(world.delivered()).toEqual([]);
    expect(world.warnings).toEqual([]);
  });

  test.each([
    [{ message: '' }, 'Invalid parameter: Empty message'],
    [{ message: 'é'.repeat(131_073) }, 'Invalid parameter: Message too long'],
    [{ message: 'a', subject: '' }, 'Invalid parameter: Subject'],
    [{ message: 'a', subject: 'a\nb' }, 'Invalid parameter: Subject'],
    [{ message: 'a', subject: 'a'.repeat(101) }, 'Invalid parameter: Subject'],
  ])('what cannot be published is refused (%#)', async (publication, message) => {
    await expect(world.topics.publish(ARN, publication)).rejects.toThrow(message);
  });

  test('attributes stand in the notification, and go along with a raw message', async () => {
    const { arn } = await world.topics.subscribe(ARN, QUEUE_ARN);
    const attributes = {
      shop: { dataType: 'String', stringValue: 'one' },
      bytes: { dataType: 'Binary', binaryValue: Buffer.from('b') },
    };
    await world.topics.publish(ARN, { message: 'a', attributes });
    expect(JSON.parse(world.delivered()[0]!).MessageAttributes).toEqual({
      shop: { Type: 'String', Value: 'one' },
      bytes: { Type: 'Binary', Value: 'Yg==' },
    });
    expect(world.delivered()[0]).toContain(
      '  "MessageAttributes" : {\n    "shop" : {"Type":"String","Value":"one"},\n',
    );
    await world.topics.changeSubscription(arn, { rawMessageDelivery: true });
    await world.topics.publish(ARN, { message: 'a', attributes });
    expect(world.deliveries()[1]).toEqual({ body: 'a', attributes });
  });

  test('a filter policy lets through what matches, by attributes or by body', async () => {
    const { arn } = await world.topics.subscribe(ARN, QUEUE_ARN, {
      rawMessageDelivery: true,
      filterPolicy: '{"shop":["one"]}',
    });
    const shop = { shop: { dataType: 'String', stringValue: 'one' } };
    await world.topics.publish(ARN, { message: 'no' });
    await world.topics.publish(ARN, { message: 'yes', attributes: shop });
    await world.topics.changeSubscription(arn, { filterPolicyScope: 'MessageBody' });
    await world.topics.publish(ARN, { message: '{"shop":1}' });
    expect(world.delivered()).toEqual(['yes', '{"shop":1}']);
  });

  test('a function gets an event', async () => {
    const functionArn = 'arn:aws:lambda:eu-central-1:123456789012:function:f';
    const { arn } = await world.topics.subscribe(ARN, functionArn, { protocol: 'lambda' });
    const messageId = await world.topics.publish(ARN, { message: 'a' });
    const { Records } = JSON.parse(world.delivered(functionArn)[0]!);
    expect(Records).toMatchObject([
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: arn,
        Sns: { Type: 'Notification', MessageId: messageId, Subject: null, Message: 'a' },
      },
    ]);
    const raw = world.topics.changeSubscription(arn, { rawMessageDelivery: true });
    await expect(raw).rejects.toThrow('does not support raw message delivery');
  });

  test('what a subscriber refuses goes to its dead-letter queue', async () => {
    const redrivePolicy = JSON.stringify({ deadLetterTargetArn: `${QUEUE_ARN}-dead` });
    await world.topics.subscribe(ARN, `${QUEUE_ARN}-gone`, { redrivePolicy });
    await world.topics.publish(ARN, { message: 'a' });
    expect(world.delivered(`${QUEUE_ARN}-dead`)).toHaveLength(1);
    expect(world.warnings).toEqual([]);
  });

  test('a subscription kept by an earlier version is one of a queue', async () => {
    const { account, region } = SCOPE;
    const key = ['topic-subscriptions', account, region, 'alarms', 'old'];
    const old = { queueArn: QUEUE_ARN, rawMessageDelivery: true };
    await world.store.transact((transaction) => transaction.put(key, old));
    await world.topics.publish(ARN, { message: 'a' });
    expect(world.delivered()).toEqual(['a']);
  });
});
