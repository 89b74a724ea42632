import { beforeEach, expect, test } from 'vitest';
import { arnOf, SCOPE, settled, startQueues } from './queues.suite.ts';
import type { ReceiveOptions } from './receiver.ts';

let world: ReturnType<typeof startQueues>;
beforeEach(async () => {
  world = startQueues();
  await world.queues.createQueue(SCOPE, 'orders');
});

const send = (body: string, delaySeconds = 0) =>
  world.queues.sendMessage(SCOPE, 'orders', { body, delaySeconds });
const receive = async (options: ReceiveOptions = {}) => {
  const messages = await world.queues.receiveMessages(SCOPE, 'orders', options);
  return messages.map((message) => message.body);
};

test('a receive answers at once when there is a message', async () => {
  await send('a');
  expect(await settled(receive({ waitSeconds: 20 }))).toEqual(['a']);
  expect(world.clock.nextDueMs()).toBeUndefined();
});

test('a receive that does not wait answers none at once', async () => {
  expect(await settled(receive({ waitSeconds: 0 }))).toEqual([]);
});

test('a waiting receive is answered by the message that arrives', async () => {
  const waiting = receive({ waitSeconds: 20 });
  expect(await settled(waiting)).toBe('waiting');
  await send('a');
  expect(await settled(waiting)).toEqual(['a']);
  expect(world.clock.nextDueMs()).toBeUndefined();
});

test('a waiting receive answers none at the end, and leaves no timer behind', async () => {
  const waiting = receive({ waitSeconds: 20 });
  world.clock.advance(19_999);
  expect(await settled(waiting)).toBe('waiting');
  world.clock.advance(1);
  expect(await settled(waiting)).toEqual([]);
  expect(world.clock.nextDueMs()).toBeUndefined();
});

test('a receive waits as long as its queue says when it does not say it itself', async () => {
  await world.queues.changes.changeSettings(SCOPE, 'orders', { receiveWaitSeconds: 5 });
  const waiting = receive();
  world.clock.advance(4999);
  expect(await settled(waiting)).toBe('waiting');
  world.clock.advance(1);
  expect(await settled(waiting)).toEqual([]);
});

test('one message is for who has waited longest, the others go on waiting', async () => {
  const waiting = [1, 2, 3].map(() => receive({ waitSeconds: 20 }));
  await send('a');
  expect(await Promise.all(waiting.map(settled))).toEqual([['a'], 'waiting', 'waiting']);
  await send('b');
  expect(await Promise.all(waiting.map(settled))).toEqual([['a'], ['b'], 'waiting']);
});

test('a receiver that comes later does not overtake one that waits', async () => {
  const first = receive({ waitSeconds: 20 });
  const sent = send('a');
  const second = receive();
  await sent;
  expect(await settled(first)).toEqual(['a']);
  expect(await settled(second)).toEqual([]);
});

test('a waiting receiver gets all that one commit brings', async () => {
  const waiting = receive({ waitSeconds: 20, maxMessages: 10 });
  await world.queues.sendMessages(SCOPE, 'orders', [{ body: 'a' }, { body: 'b' }]);
  expect(await settled(waiting)).toEqual(['a', 'b']);
});

test('the end of a delay answers a waiting receive, at its time', async () => {
  await send('a', 5);
  const waiting = world.queues.receiveMessages(SCOPE, 'orders', { waitSeconds: 20 });
  world.clock.advance(4999);
  expect(await settled(waiting)).toBe('waiting');
  world.clock.advance(10_000);
  expect(await settled(waiting)).toMatchObject([{ body: 'a', firstReceivedAtMs: 1_005_000 }]);
});

test('the end of a visibility timeout answers a waiting receive', async () => {
  await send('a');
  await receive({ visibilityTimeoutSeconds: 10 });
  const waiting = receive({ waitSeconds: 20 });
  world.clock.advance(10_000);
  expect(await settled(waiting)).toEqual(['a']);
});

test('a message made visible by its receiver answers a waiting receive', async () => {
  await send('a');
  const [message] = await world.queues.receiveMessages(SCOPE, 'orders');
  const waiting = receive({ waitSeconds: 20 });
  const change = {
    receiptHandle: message?.receiptHandle as string,
    visibilityTimeoutSeconds: 0,
  };
  await world.queues.changeMessageVisibilities(SCOPE, 'orders', [change]);
  expect(await settled(waiting)).toEqual(['a']);
});

test('an aborted wait takes no message, and the next receiver gets it', async () => {
  const stop = new AbortController();
  const first = receive({ waitSeconds: 20, signal: stop.signal });
  const second = receive({ waitSeconds: 20 });
  stop.abort();
  expect(await settled(first)).toEqual([]);
  await send('a');
  expect(await settled(second)).toEqual(['a']);
});

test('who is gone before asking takes no message', async () => {
  await send('a');
  expect(await receive({ signal: AbortSignal.abort() })).toEqual([]);
  expect(await receive()).toEqual(['a']);
});

test('a wait ends with an error when the queue is deleted', async () => {
  const waiting = receive({ waitSeconds: 20 });
  const outcome = expect(waiting).rejects.toMatchObject({ code: 'QueueDoesNotExist' });
  await world.queues.deleteQueue(SCOPE, 'orders');
  await outcome;
  expect(world.clock.nextDueMs()).toBeUndefined();
});

test('a wait ends with nothing when the queues are closed', async () => {
  const waiting = receive({ waitSeconds: 20 });
  world.queues.close();
  expect(await settled(waiting)).toEqual([]);
  expect(world.clock.nextDueMs()).toBeUndefined();
});

test('a message that was moved to the dead-letter queue answers who waits there', async () => {
  await world.queues.createQueue(SCOPE, 'failed');
  const redrivePolicy = { deadLetterTargetArn: arnOf('failed'), maxReceiveCount: 1 };
  await world.queues.changes.changeSettings(SCOPE, 'orders', { redrivePolicy });
  const failed = world.queues.receiveMessages(SCOPE, 'failed', { waitSeconds: 20 });
  await send('a');
  await receive({ visibilityTimeoutSeconds: 0 });
  const waiting = receive({ waitSeconds: 20 });
  expect(await settled(waiting)).toBe('waiting');
  expect(await settled(failed)).toMatchObject([{ body: 'a', receiveCount: 2 }]);
});
