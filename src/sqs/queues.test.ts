import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../store/durable-store.suite.ts';
import type { SettingsChange } from './queue-settings.ts';
import { arnOf, SCOPE, startQueues } from './queues.suite.ts';

let world: ReturnType<typeof startQueues>;
beforeEach(async () => {
  world = startQueues();
  await world.queues.createQueue(SCOPE, 'orders');
});

const create = (name: string, settings: SettingsChange = {}) =>
  world.queues.createQueue(SCOPE, name, { settings });
const send = (body: string) => world.queues.sendMessage(SCOPE, 'orders', { body });
const receive = (name = 'orders') => world.queues.receiveMessages(SCOPE, name);

describe('creating', () => {
  test('a queue has the defaults of AWS', async () => {
    expect(await world.queues.describeQueue(SCOPE, 'orders')).toEqual({
      name: 'orders',
      arn: arnOf('orders'),
      settings: {
        visibilityTimeoutSeconds: 30,
        messageRetentionSeconds: 345_600,
        maximumMessageBytes: 1_048_576,
        delaySeconds: 0,
        receiveWaitSeconds: 0,
        sqsManagedSseEnabled: true,
      },
      tags: {},
      createdAtMs: 1_000_000,
      modifiedAtMs: 1_000_000,
      messages: { visible: 0, inFlight: 0, delayed: 0 },
    });
  });

  test('creating a queue again does nothing unless a setting differs', async () => {
    await create('slow', { delaySeconds: 5 });
    await create('slow', { delaySeconds: 5 });
    await create('slow');
    await expect(create('slow', { delaySeconds: 6 })).rejects.toMatchObject({
      code: 'QueueNameExists',
      message:
        'A queue already exists with the same name and a different value for attribute ' +
        'DelaySeconds',
    });
  });

  test.each([
    ['', 'InvalidParameterValue'],
    ['a.b', 'InvalidParameterValue'],
    ['a'.repeat(81), 'InvalidParameterValue'],
    ['orders.fifo', 'InvalidParameterValue'],
  ])('a queue cannot be called %j', async (name, code) => {
    await expect(create(name)).rejects.toMatchObject({ code });
  });

  test.each([
    [{ visibilityTimeoutSeconds: 43_201 }, 'VisibilityTimeout'],
    [{ messageRetentionSeconds: 59 }, 'MessageRetentionPeriod'],
    [{ maximumMessageBytes: 1023 }, 'MaximumMessageSize'],
    [{ delaySeconds: 901 }, 'DelaySeconds'],
    [{ receiveWaitSeconds: 1.5 }, 'ReceiveMessageWaitTimeSeconds'],
  ])('a queue cannot have %j', async (settings, attribute) => {
    await expect(create('odd', settings)).rejects.toMatchObject({
      code: 'InvalidAttributeValue',
      message: `Invalid value for the parameter ${attribute}.`,
    });
    expect(world.queues.hasQueue(SCOPE, 'odd')).toBe(false);
  });

  test('a setting that has no effect here is announced', async () => {
    await create('private', { policy: '{}', kmsMasterKeyId: 'alias/aws/sqs' });
    expect(world.warnings).toEqual([
      'Queue private: Policy is kept, but has no effect here.',
      'Queue private: KmsMasterKeyId is kept, but has no effect here.',
    ]);
    const { settings } = await world.queues.describeQueue(SCOPE, 'private');
    expect(settings).toMatchObject({ policy: '{}', sqsManagedSseEnabled: false });
  });

  test('queues of other accounts and regions are not seen', async () => {
    const elsewhere = { ...SCOPE, region: 'us-east-1' };
    expect(world.queues.hasQueue(elsewhere, 'orders')).toBe(false);
    await world.queues.createQueue(elsewhere, 'orders');
    await send('here');
    expect(await world.queues.receiveMessages(elsewhere, 'orders')).toEqual([]);
  });
});

describe('deleting', () => {
  test('a queue takes its messages with it, and keeps its name for a minute', async () => {
    await send('a');
    await world.queues.deleteQueue(SCOPE, 'orders');
    await expect(send('b')).rejects.toMatchObject({ code: 'QueueDoesNotExist' });
    world.clock.advance(59_999);
    await expect(create('orders')).rejects.toMatchObject({ code: 'QueueDeletedRecently' });
    world.clock.advance(1);
    await create('orders');
    expect(await receive()).toEqual([]);
    expect([...world.store.range({ prefix: ['messages'] })]).toEqual([]);
  });
});

describe('purging', () => {
  test('removes what is visible, in flight and delayed', async () => {
    await send('in flight');
    await receive();
    await send('visible');
    await world.queues.sendMessage(SCOPE, 'orders', { body: 'delayed', delaySeconds: 5 });
    await world.queues.changes.purge(SCOPE, 'orders');
    const { messages } = await world.queues.describeQueue(SCOPE, 'orders');
    expect(messages).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    world.clock.advance(60_000);
    expect(await receive()).toEqual([]);
  });

  test('is allowed once a minute', async () => {
    await world.queues.changes.purge(SCOPE, 'orders');
    world.clock.advance(59_999);
    await expect(world.queues.changes.purge(SCOPE, 'orders')).rejects.toMatchObject({
      code: 'PurgeQueueInProgress',
      message: 'Only one PurgeQueue operation on orders is allowed every 60 seconds.',
    });
    world.clock.advance(1);
    await world.queues.changes.purge(SCOPE, 'orders');
  });
});

describe('sending as part of another transaction', () => {
  test('the message is there when that transaction is, with the sender it names', async () => {
    await world.store.transact((transaction) => {
      transaction.put(['checkpoint'], 7);
      world.queues.enqueue(transaction, arnOf('orders'), 'first', { senderId: 'lambda' });
      world.queues.enqueue(transaction, arnOf('orders'), 'second');
    });
    expect(await receive()).toMatchObject([{ body: 'first', senderId: 'lambda' }]);
    expect(await receive()).toMatchObject([{ body: 'second', senderId: SCOPE.account }]);
  });

  test('the message is not there when that transaction fails', async () => {
    const failing = world.store.transact((transaction) => {
      world.queues.enqueue(transaction, arnOf('orders'), 'a');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const { messages } = await world.queues.describeQueue(SCOPE, 'orders');
    expect(messages.visible).toBe(0);
    await send('b');
    expect(await receive()).toMatchObject([{ body: 'b' }]);
  });

  test.each([
    arnOf('nowhere'),
    'arn:aws:sqs:eu-central-1:999999999999:orders',
    'arn:aws:sns:eu-central-1:123456789012:orders',
    'orders',
  ])('%s is no queue, and the whole transaction fails', async (arn) => {
    const failing = world.store.transact((transaction) => {
      transaction.put(['checkpoint'], 7);
      world.queues.enqueue(transaction, arn, 'a');
    });
    await expect(failing).rejects.toMatchObject({ code: 'QueueDoesNotExist' });
    expect(world.store.get(['checkpoint'])).toBeUndefined();
  });
});

describe('the dead-letter queue', () => {
  const redriveTo = (name: string, maxReceiveCount = 1) => ({
    redrivePolicy: { deadLetterTargetArn: arnOf(name), maxReceiveCount },
  });

  test('gets a message with its id, times and count', async () => {
    await create('failed');
    await create('source', redriveTo('failed'));
    const { messageId } = await world.queues.sendMessage(SCOPE, 'source', { body: 'a' });
    world.clock.advance(1000);
    await receive('source');
    world.clock.advance(30_000);
    expect(await receive('source')).toEqual([]);
    expect(await receive('failed')).toMatchObject([
      {
        messageId,
        sentAtMs: 1_000_000,
        firstReceivedAtMs: 1_001_000,
        receiveCount: 2,
        deadLetterSourceArn: arnOf('source'),
      },
    ]);
  });

  test('leaves a message where it is while the queue is missing', async () => {
    await create('failed');
    await create('source', { ...redriveTo('failed'), visibilityTimeoutSeconds: 0 });
    await world.queues.deleteQueue(SCOPE, 'failed');
    await world.queues.sendMessage(SCOPE, 'source', { body: 'a' });
    await receive('source');
    expect(await receive('source')).toMatchObject([{ body: 'a', receiveCount: 2 }]);
  });

  test.each([
    ['one that does not exist', redriveTo('nowhere'), 'Dead letter target does not exist.'],
    ['itself', redriveTo('source'), 'Invalid value for deadLetterTargetArn.'],
    [
      'one elsewhere',
      { redrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:x:1:a', maxReceiveCount: 1 } },
      'Invalid value for deadLetterTargetArn.',
    ],
    [
      'one after 1001 receives',
      redriveTo('orders', 1001),
      'Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both inclusive.',
    ],
  ])('cannot be %s', async (_what, settings, reason) => {
    await expect(create('source', settings)).rejects.toMatchObject({
      code: 'InvalidParameterValue',
      message: expect.stringContaining(`for parameter RedrivePolicy is invalid. Reason: ${reason}`),
    });
  });

  test('may choose whose messages it takes', async () => {
    const redriveAllowPolicy = {
      redrivePermission: 'byQueue' as const,
      sourceQueueArns: [arnOf('friend')],
    };
    await create('failed', { redriveAllowPolicy });
    await create('friend', redriveTo('failed'));
    await expect(create('stranger', redriveTo('failed'))).rejects.toThrow('does not allow');
  });
});

test('messages are gone when their retention period is over, from the store too', async () => {
  await world.queues.changes.changeSettings(SCOPE, 'orders', { messageRetentionSeconds: 60 });
  for (let count = 0; count < 250; count++) await send(`${count}`);
  world.clock.advance(1000);
  await send('younger');
  world.clock.advance(59_000);
  expect(await receive()).toMatchObject([{ body: 'younger' }]);
  expect([...world.store.range({ prefix: ['messages'] })]).toHaveLength(1);
});

test('a restart goes on where it stopped, on disk', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluicebox-queues-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const store = openStore(folder);
  const { clock, queues } = startQueues(store);
  await queues.createQueue(SCOPE, 'orders', { tags: { team: 'a' } });
  const attributes = { trace: { dataType: 'Binary', binaryValue: Buffer.from([0, 255]) } };
  await queues.sendMessage(SCOPE, 'orders', { body: 'received', attributes });
  await queues.sendMessage(SCOPE, 'orders', { body: 'delayed', delaySeconds: 10 });
  const [first] = await queues.receiveMessages(SCOPE, 'orders');
  const [before] = [await queues.describeQueue(SCOPE, 'orders')];
  await store.close();

  const reopened = openStore(folder);
  onTestFinished(() => reopened.close());
  const again = startQueues(reopened);
  expect(await again.queues.describeQueue(SCOPE, 'orders')).toEqual(before);
  again.clock.advance(clock.now() + 30_000 - again.clock.now());
  const messages = await again.queues.receiveMessages(SCOPE, 'orders', { maxMessages: 10 });
  expect(messages).toMatchObject([
    { body: 'delayed', receiveCount: 1 },
    { body: 'received', receiveCount: 2, messageId: first?.messageId },
  ]);
  expect(messages[1]?.attributes?.trace?.binaryValue).toEqual(Buffer.from([0, 255]));
});
