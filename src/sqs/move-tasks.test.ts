import { beforeEach, describe, expect, test } from 'vitest';
import type { MoveWish } from './move-tasks.ts';
import { arnOf, SCOPE, startQueues } from './queues.suite.ts';
import type { Queues } from './queues.ts';

const SOURCE = arnOf('failed');

let world: ReturnType<typeof startQueues>;
let queues: Queues;
beforeEach(async () => {
  world = startQueues();
  queues = world.queues;
  await queues.createQueue(SCOPE, 'failed');
  await createSource('orders');
  await queues.createQueue(SCOPE, 'elsewhere');
});

const createSource = (name: string) =>
  queues.createQueue(SCOPE, name, {
    settings: {
      visibilityTimeoutSeconds: 0,
      redrivePolicy: { deadLetterTargetArn: SOURCE, maxReceiveCount: 1 },
    },
  });
/** Sends messages, and fails at each of them, so that they are in the dead-letter queue. */
async function fail(name: string, ...bodies: string[]): Promise<void> {
  for (const body of bodies) await queues.sendMessage(SCOPE, name, { body });
  for (let times = 0; times < 2; times++) await receive(name);
}
const receive = (name: string) => queues.receiveMessages(SCOPE, name, { maxMessages: 10 });
const bodies = async (name: string) => (await receive(name)).map(({ body }) => body);
const countIn = async (name: string) => (await queues.describeQueue(SCOPE, name)).messages.visible;
const start = (wish: Partial<MoveWish> = {}) =>
  queues.moveTasks.start(SCOPE, { sourceArn: SOURCE, ...wish });
const list = (most?: number) => queues.moveTasks.list(SCOPE, SOURCE, most);

describe('a task', () => {
  test('moves messages back to the queues that gave them up, as new messages', async () => {
    await createSource('others');
    await fail('orders', 'a', 'b');
    await fail('others', 'c');
    const before = await receive('failed');
    await queues.changeMessageVisibilities(
      SCOPE,
      'failed',
      before.map(({ receiptHandle }) => ({ receiptHandle, visibilityTimeoutSeconds: 0 })),
    );
    const handle = await start();
    expect(list()).toEqual([
      {
        handle,
        status: 'RUNNING',
        sourceArn: SOURCE,
        startedAtMs: 1_000_000,
        moved: 0,
        toMove: 3,
      },
    ]);
    world.clock.advance(1);
    const after = await receive('orders');
    expect(after).toMatchObject([
      { body: 'a', receiveCount: 1, sentAtMs: 1_000_000 },
      { body: 'b' },
    ]);
    expect(before.map(({ messageId }) => messageId)).not.toContain(after[0]?.messageId);
    expect(after[0]?.deadLetterSourceArn).toBeUndefined();
    expect(await bodies('others')).toEqual(['c']);
    expect(await countIn('failed')).toBe(0);
    expect(list()).toEqual([
      { status: 'COMPLETED', sourceArn: SOURCE, startedAtMs: 1_000_000, moved: 3, toMove: 3 },
    ]);
  });

  test('moves them to one queue when it is told so, step by step', async () => {
    for (let number = 0; number < 25; number++) {
      await fail('orders', ...Array.from({ length: 10 }, (_, one) => `${number}/${one}`));
    }
    await start({ destinationArn: arnOf('elsewhere') });
    world.clock.advance(1);
    expect(await countIn('elsewhere')).toBe(250);
    expect(list()).toMatchObject([{ moved: 250, status: 'COMPLETED' }]);
  });

  test('keeps to its rate, and goes on with it after a restart', async () => {
    await fail('orders', 'a', 'b', 'c', 'd');
    await start({ maxPerSecond: 2, destinationArn: arnOf('elsewhere') });
    world.clock.advance(0);
    expect(await countIn('elsewhere')).toBe(1);
    world.clock.advance(499);
    expect(await countIn('elsewhere')).toBe(1);
    world.clock.advance(1);
    expect(await countIn('elsewhere')).toBe(2);
    queues.close();
    world.clock.advance(10_000);
    queues = world.open();
    world.clock.advance(499);
    expect(await countIn('elsewhere')).toBe(3);
    expect(list()).toMatchObject([{ moved: 3, status: 'RUNNING', maxPerSecond: 2 }]);
    world.clock.advance(1);
    expect(list()).toMatchObject([{ moved: 4, status: 'COMPLETED' }]);
  });

  test('leaves alone what came after its start, and what is in flight', async () => {
    await fail('orders', 'in flight');
    await receive('failed');
    await fail('orders', 'old');
    await start({ maxPerSecond: 1 });
    await fail('orders', 'new');
    world.clock.advance(5000);
    expect(await bodies('orders')).toEqual(['old']);
    expect(list()).toMatchObject([{ moved: 1, toMove: 1, status: 'COMPLETED' }]);
    expect(await bodies('failed')).toEqual(['new']);
  });

  test('of a FIFO queue goes past what came later, to the messages of other groups', async () => {
    const settings = { fifoQueue: true, contentBasedDeduplication: true } as const;
    for (const name of ['failed.fifo', 'again.fifo'])
      await queues.createQueue(SCOPE, name, { settings });
    const redrivePolicy = { deadLetterTargetArn: arnOf('failed.fifo'), maxReceiveCount: 1 };
    await queues.createQueue(SCOPE, 'o.fifo', { settings: { ...settings, redrivePolicy } });
    const send = (body: string, groupId: string) =>
      queues.sendMessage(SCOPE, 'failed.fifo', { body, groupId });
    for (const group of ['a', 'b', 'c']) await send(`${group}1`, group);
    const [sourceArn, destinationArn] = [arnOf('failed.fifo'), arnOf('again.fifo')];
    await queues.moveTasks.start(SCOPE, { sourceArn, destinationArn, maxPerSecond: 1 });
    for (let number = 2; number < 10; number++) await send(`a${number}`, 'a');
    world.clock.advance(10_000);
    expect(queues.moveTasks.list(SCOPE, sourceArn)).toMatchObject([
      { moved: 3, toMove: 3, status: 'COMPLETED' },
    ]);
    expect((await bodies('again.fifo')).sort()).toEqual(['a1', 'b1', 'c1']);
  });

  test('can be cancelled; what it moved stays moved', async () => {
    await fail('orders', 'a', 'b', 'c');
    const handle = await start({ maxPerSecond: 1 });
    world.clock.advance(1000);
    expect(await queues.moveTasks.cancel(SCOPE, handle)).toBe(2);
    world.clock.advance(10_000);
    expect(await countIn('failed')).toBe(1);
    expect(list()).toMatchObject([{ moved: 2, toMove: 3, status: 'CANCELLED' }]);
    expect(list()[0]).not.toHaveProperty('handle');
    await expect(queues.moveTasks.cancel(SCOPE, handle)).rejects.toThrow('Task does not exist.');
  });

  test.each([
    ['its destination is deleted', arnOf('elsewhere'), 'AWS.SimpleQueueService.NonExistentQueue'],
    ['a message has no source', undefined, 'CouldNotDetermineMessageSource'],
  ])('fails when %s', async (_what, destinationArn, failureReason) => {
    await fail('orders', 'a', 'b');
    await queues.sendMessage(SCOPE, 'failed', { body: 'sent there' });
    await start({ destinationArn, maxPerSecond: 1 });
    world.clock.advance(1000);
    await queues.deleteQueue(SCOPE, 'elsewhere');
    world.clock.advance(5000);
    expect(list()).toMatchObject([{ moved: 2, toMove: 3, status: 'FAILED', failureReason }]);
    expect(await countIn('failed')).toBe(1);
  });

  test('ends with its queue', async () => {
    await fail('orders', 'a', 'b');
    await start({ maxPerSecond: 1 });
    world.clock.advance(0);
    await queues.deleteQueue(SCOPE, 'failed');
    world.clock.advance(5000);
    expect(await countIn('orders')).toBe(1);
    expect([...world.store.range({ prefix: ['move-tasks'] })]).toEqual([]);
  });

  test('waits a second and tries again when a step cannot be stored', async () => {
    await fail('orders', 'a');
    await start();
    const transact = world.store.transact.bind(world.store);
    world.store.transact = () => Promise.reject(new Error('disk full'));
    world.clock.advance(0);
    await new Promise((resolve) => setImmediate(resolve));
    world.store.transact = transact;
    expect(world.warnings).toEqual([
      'A message move task of failed waits, as a step was not stored: Error: disk full',
    ]);
    world.clock.advance(1000);
    expect(await bodies('orders')).toEqual(['a']);
  });

  test('keeps the order of message groups', async () => {
    const fifoQueue = true as const;
    await queues.createQueue(SCOPE, 'failed.fifo', { settings: { fifoQueue } });
    const redrivePolicy = { deadLetterTargetArn: arnOf('failed.fifo'), maxReceiveCount: 1 };
    const settings = { fifoQueue, redrivePolicy, visibilityTimeoutSeconds: 0 };
    await queues.createQueue(SCOPE, 'a.fifo', { settings });
    for (const body of ['1', '2', '3']) {
      const draft = { body, groupId: 'g', deduplicationId: body };
      await queues.sendMessage(SCOPE, 'a.fifo', draft);
    }
    for (let times = 0; times < 2; times++) await receive('a.fifo');
    await start({ sourceArn: arnOf('failed.fifo') });
    world.clock.advance(0);
    expect(await receive('a.fifo')).toMatchObject([
      { body: '1', groupId: 'g', receiveCount: 1 },
      { body: '2' },
      { body: '3', deduplicationId: '3' },
    ]);
  });
});

test('the last ten tasks are told of, the latest first', async () => {
  for (let number = 0; number < 12; number++) {
    await fail('orders', `${number}`);
    await start();
    world.clock.advance(1000);
    await receive('orders');
    await receive('orders');
  }
  expect(list()).toHaveLength(1);
  const tasks = list(10);
  expect(tasks).toHaveLength(10);
  expect(tasks.map(({ startedAtMs }) => startedAtMs)).toEqual(
    Array.from({ length: 10 }, (_, number) => 1_011_000 - number * 1000),
  );
  expect([...world.store.range({ prefix: ['move-tasks'] })]).toHaveLength(10);
});

describe('refused is', () => {
  const NO_QUEUE = (parameter: string) =>
    `The resource that you specified for the ${parameter} parameter doesn't exist.`;

  test.each<[Partial<MoveWish>, string, string]>([
    [{ sourceArn: arnOf('nowhere') }, 'ResourceNotFoundException', NO_QUEUE('SourceArn')],
    [
      { sourceArn: 'arn:aws:sqs:eu-central-1:999999999999:failed' },
      'ResourceNotFoundException',
      NO_QUEUE('SourceArn'),
    ],
    [
      { sourceArn: arnOf('orders') },
      'InvalidParameterValue',
      'Source queue must be configured as a Dead Letter Queue.',
    ],
    [{ destinationArn: arnOf('nowhere') }, 'ResourceNotFoundException', NO_QUEUE('DestinationArn')],
    [
      { destinationArn: SOURCE },
      'InvalidParameterValue',
      `Value ${SOURCE} for parameter DestinationArn is invalid. ` +
        'Reason: The destination must be another queue.',
    ],
    [
      { maxPerSecond: 501 },
      'InvalidParameterValue',
      'Value 501 for parameter MaxNumberOfMessagesPerSecond is invalid. ' +
        'Reason: Must be between 1 and 500, if provided.',
    ],
  ])('a task with %j', async (wish, code, message) => {
    await expect(start(wish)).rejects.toMatchObject({ code, message });
  });

  test('a destination of the other type', async () => {
    await queues.createQueue(SCOPE, 'a.fifo', { settings: { fifoQueue: true } });
    const refused = start({ destinationArn: arnOf('a.fifo') });
    await expect(refused).rejects.toThrow('must be of the same type as the source queue');
  });

  test('a second task of a queue', async () => {
    await fail('orders', 'a', 'b');
    await start({ maxPerSecond: 1 });
    await expect(start()).rejects.toMatchObject({
      code: 'InvalidParameterValue',
      message:
        'There is already a task running. ' +
        'Only one active task is allowed for a source queue arn at a given time.',
    });
  });

  test.each([
    ['foobared', 'InvalidParameterValue', 'Value for parameter TaskHandle is invalid.'],
    [{ taskId: 'x' }, 'InvalidParameterValue', 'Value for parameter TaskHandle is invalid.'],
    [
      { taskId: 'x', sourceArn: arnOf('nowhere') },
      'ResourceNotFoundException',
      NO_QUEUE('SourceArn'),
    ],
    [{ taskId: 'x', sourceArn: SOURCE }, 'ResourceNotFoundException', 'Task does not exist.'],
  ])('the handle %j', async (content, code, message) => {
    const handle =
      typeof content === 'string'
        ? content
        : Buffer.from(JSON.stringify(content)).toString('base64');
    const refused = queues.moveTasks.cancel(SCOPE, handle);
    await expect(refused).rejects.toMatchObject({ code, message });
  });

  test('a list of eleven', () => {
    expect(() => list(11)).toThrow('Value 11 for parameter MaxResults is invalid.');
  });
});
