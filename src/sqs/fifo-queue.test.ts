import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../store/durable-store.suite.ts';
import type { MessageDraft } from './message.ts';
import type { SettingsChange } from './queue-settings.ts';
import { arnOf, SCOPE, settled, startQueues } from './queues.suite.ts';
import type { Queues } from './queues.ts';
import type { ReceiveOptions } from './receiver.ts';

const NAME = 'orders.fifo';
const MINUTE_MS = 60_000;

let world: ReturnType<typeof startQueues>;
let queues: Queues;
beforeEach(async () => {
  world = startQueues();
  queues = world.queues;
  await create(NAME);
});

const create = (name: string, settings: SettingsChange = {}) =>
  queues.createQueue(SCOPE, name, { settings: { fifoQueue: true, ...settings } });
const change = (settings: SettingsChange) => queues.changes.changeSettings(SCOPE, NAME, settings);
/** Sends a message whose body is also what it is deduplicated by. */
const send = (groupId: string, body: string, more: Partial<MessageDraft> = {}) =>
  queues.sendMessage(SCOPE, NAME, { body, groupId, deduplicationId: body, ...more });
const receive = (maxMessages = 10, options: ReceiveOptions = {}) =>
  queues.receiveMessages(SCOPE, NAME, { maxMessages, ...options });
const bodies = async (...args: Parameters<typeof receive>) =>
  (await receive(...args)).map(({ body }) => body);
const remove = async (receiptHandle: string | undefined) =>
  (await queues.deleteMessages(SCOPE, NAME, [receiptHandle as string]))[0];
const hide = async (receiptHandle: string | undefined, visibilityTimeoutSeconds: number) => {
  const wish = { receiptHandle: receiptHandle as string, visibilityTimeoutSeconds };
  return (await queues.changeMessageVisibilities(SCOPE, NAME, [wish]))[0];
};

describe('order', () => {
  test('a receive takes what it can of one group before it goes on to the next', async () => {
    for (const body of ['a1', 'b1', 'a2', 'a3']) await send(body[0]!, body);
    expect(await bodies()).toEqual(['a1', 'a2', 'a3', 'b1']);
  });

  test('a group of which a message is in flight waits; another does not', async () => {
    for (const body of ['a1', 'a2', 'b1']) await send(body[0]!, body);
    const [first] = await receive(1);
    expect(await bodies()).toEqual(['b1']);
    await remove(first?.receiptHandle);
    expect(await bodies()).toEqual(['a2']);
  });

  test('a message that becomes visible again comes before those behind it', async () => {
    for (const body of ['a1', 'a2', 'a3']) await send('a', body);
    expect(await bodies(2)).toEqual(['a1', 'a2']);
    world.clock.advance(30_000);
    expect(await bodies()).toEqual(['a1', 'a2', 'a3']);
  });

  test.each([
    [0, []],
    [1, ['a0']],
    [2, ['a0', 'a1']],
  ])(
    'with message %s of its group hidden for longer, those before it come again',
    async (hidden, expected) => {
      for (const body of ['a0', 'a1', 'a2']) await send('a', body);
      const received = await receive();
      await hide(received[hidden]?.receiptHandle, 60);
      world.clock.advance(30_000);
      expect(await bodies()).toEqual(expected);
    },
  );

  test('a group that becomes ready again stands behind the others', async () => {
    for (const body of ['a1', 'b1', 'b2', 'c1', 'a2']) await send(body[0]!, body);
    expect(await bodies(3, { visibilityTimeoutSeconds: 0 })).toEqual(['a1', 'a2', 'b1']);
    expect(await bodies()).toEqual(['c1', 'a1', 'a2', 'b1', 'b2']);
  });

  test('who waits for messages is served when a delete sets a group free', async () => {
    for (const body of ['a1', 'a2']) await send('a', body);
    const [first] = await receive(1);
    const waiting = receive(1, { waitSeconds: 20 });
    expect(await settled(waiting)).toBe('waiting');
    await remove(first?.receiptHandle);
    expect(await settled(waiting)).toMatchObject([{ body: 'a2' }]);
  });

  test('sequence numbers have 20 digits and grow, after all were deleted and a restart too', async () => {
    const numbers = [(await send('a', '1')).sequenceNumber, (await send('b', '2')).sequenceNumber];
    await queues.changes.purge(SCOPE, NAME);
    queues = world.open();
    numbers.push((await send('a', '3')).sequenceNumber);
    expect(numbers).toEqual([...new Set(numbers)].sort());
    for (const number of numbers) expect(number).toMatch(/^\d{20}$/);
    expect(await receive()).toMatchObject([
      { sequenceNumber: numbers[2], deduplicationId: '3', groupId: 'a' },
    ]);
  });
});

describe('deduplication', () => {
  test('a second message within five minutes is accepted as the first, and not delivered', async () => {
    const first = await send('a', 'one');
    await remove((await receive())[0]?.receiptHandle);
    world.clock.advance(5 * MINUTE_MS - 1);
    queues = world.open();
    const second = await send('b', 'other', { deduplicationId: 'one' });
    expect([second.messageId, second.sequenceNumber]).toEqual([
      first.messageId,
      first.sequenceNumber,
    ]);
    expect(second.bodyMd5).not.toBe(first.bodyMd5);
    expect(await receive()).toEqual([]);
    world.clock.advance(1);
    await send('b', 'one');
    expect(await bodies()).toEqual(['one']);
  });

  test('counts within a batch, too', async () => {
    const draft = { body: 'same', groupId: 'a', deduplicationId: '1' };
    const [first, second] = await queues.sendMessages(SCOPE, NAME, [draft, draft]);
    expect(second).toEqual(first);
    expect(await bodies()).toEqual(['same']);
  });

  test('by the scope of the message group, another group may use the same id', async () => {
    await change({ deduplicationScope: 'messageGroup' });
    for (const group of ['a', 'b', 'a']) await send(group, 'same');
    expect(await receive()).toMatchObject([{ groupId: 'a' }, { groupId: 'b' }]);
  });

  test('the body counts where the queue says so and the message names no id', async () => {
    await change({ contentBasedDeduplication: true });
    const draft = { body: 'x', groupId: 'a' };
    for (const more of [{}, {}, { deduplicationId: 'other' }]) {
      await queues.sendMessage(SCOPE, NAME, { ...draft, ...more });
    }
    expect(await receive()).toMatchObject([
      { deduplicationId: '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881' },
      { deduplicationId: 'other' },
    ]);
  });
});

describe('refused are', () => {
  const PLAIN = { body: 'x', groupId: 'a', deduplicationId: '1' };
  const ID_TEXT = 'can only include alphanumeric and punctuation characters. 1 to 128 in length.';
  const NEITHER =
    'The queue should either have ContentBasedDeduplication enabled or ' +
    'MessageDeduplicationId provided explicitly';

  test.each<[object, string, string]>([
    [
      { groupId: undefined },
      'MissingParameter',
      'The request must contain the parameter MessageGroupId.',
    ],
    [{ deduplicationId: undefined }, 'InvalidParameterValue', NEITHER],
    [
      { groupId: 'a b' },
      'InvalidParameterValue',
      `Value a b for parameter MessageGroupId is invalid. Reason: MessageGroupId ${ID_TEXT}`,
    ],
    [
      { deduplicationId: '' },
      'InvalidParameterValue',
      'Value  for parameter MessageDeduplicationId is invalid. ' +
        `Reason: MessageDeduplicationId ${ID_TEXT}`,
    ],
    [
      { delaySeconds: 2 },
      'InvalidParameterValue',
      'Value 2 for parameter DelaySeconds is invalid. ' +
        'Reason: The request include parameter that is not valid for this queue type.',
    ],
  ])('a message with %j', async (more, code, message) => {
    const refused = queues.sendMessage(SCOPE, NAME, { ...PLAIN, ...more });
    await expect(refused).rejects.toMatchObject({ code, message });
  });

  test('a whole batch of which one message lacks an id', async () => {
    const batch = (more: object) =>
      queues.sendMessages(SCOPE, NAME, [PLAIN, { ...PLAIN, ...more }]);
    await expect(batch({ groupId: undefined })).rejects.toMatchObject({
      code: 'InvalidParameterValue',
      message: 'The request must contain the parameter MessageGroupId.',
    });
    await expect(batch({ deduplicationId: undefined })).rejects.toMatchObject({
      code: 'InvalidParameterValue',
      message: NEITHER,
    });
    expect(await receive()).toEqual([]);
  });

  test('receipt handles whose message is visible again, or was received again', async () => {
    await send('a', 'a1');
    const [first] = await receive();
    const reason = 'Reason: The receipt handle has expired.';
    world.clock.advance(30_000);
    expect((await remove(first?.receiptHandle))?.message).toContain(reason);
    expect((await hide(first?.receiptHandle, 10))?.message).toContain(reason);
    const [second] = await receive();
    expect((await remove(first?.receiptHandle))?.message).toContain(reason);
    expect(await remove(second?.receiptHandle)).toBeUndefined();
    expect(await remove(second?.receiptHandle)).toBeUndefined();
  });
});

describe('a delay', () => {
  test('is that of the queue, for messages that are there already, too', async () => {
    await change({ delaySeconds: 10 });
    await send('a', 'a1', { delaySeconds: 0 });
    expect(await receive()).toEqual([]);
    await change({ delaySeconds: 20 });
    world.clock.advance(19_999);
    expect(await receive()).toEqual([]);
    world.clock.advance(1);
    expect(await bodies()).toEqual(['a1']);
  });

  test('is no delay for a message that was received already', async () => {
    await send('a', 'a1');
    await receive(1, { visibilityTimeoutSeconds: 0 });
    await change({ delaySeconds: 20 });
    expect(await bodies()).toEqual(['a1']);
  });
});

describe('a receive attempt id', () => {
  const again = (seconds = 30) =>
    receive(1, { attemptId: 'try', visibilityTimeoutSeconds: seconds });

  test('gives the same messages with the same handles, hidden from now on', async () => {
    for (const body of ['a1', 'b1']) await send(body[0]!, body);
    const first = await again();
    world.clock.advance(20_000);
    queues = world.open();
    expect(await again()).toEqual(first);
    world.clock.advance(20_000);
    expect(await bodies()).toEqual(['b1']);
    expect(await remove(first[0]?.receiptHandle)).toBeUndefined();
  });

  test.each([
    ['deleted', (handle: string | undefined) => remove(handle)],
    ['hidden anew', (handle: string | undefined) => hide(handle, 60)],
  ])('gives others when one of them was %s', async (_what, touch) => {
    for (const body of ['a1', 'b1']) await send(body[0]!, body);
    const [first] = await again();
    await touch(first?.receiptHandle);
    expect(await again()).toMatchObject([{ body: 'b1' }]);
  });

  test('counts as a new one once the messages are visible again', async () => {
    await send('a', 'a1');
    const [first] = await again();
    world.clock.advance(30_000);
    const [second] = await again();
    expect(second?.receiptHandle).not.toBe(first?.receiptHandle);
    expect(second?.receiveCount).toBe(2);
  });

  test('counts as a new one after five minutes', async () => {
    for (const body of ['a1', 'b1']) await send(body[0]!, body);
    await again(600);
    world.clock.advance(5 * MINUTE_MS);
    expect(await again(600)).toMatchObject([{ body: 'b1' }]);
  });

  test('is checked', async () => {
    await expect(receive(1, { attemptId: 'a b' })).rejects.toThrow('ReceiveRequestAttemptId can');
  });
});

describe('the dead-letter queue', () => {
  beforeEach(async () => {
    await create('failed.fifo');
    const deadLetterTargetArn = arnOf('failed.fifo');
    await change({ redrivePolicy: { deadLetterTargetArn, maxReceiveCount: 1 } });
  });
  const failed = () => queues.receiveMessages(SCOPE, 'failed.fifo', { maxMessages: 10 });

  test('gets messages in order, with their ids, and sets the next ones free', async () => {
    const { sequenceNumber } = await send('a', 'a1');
    for (const body of ['a2', 'a3']) await send('a', body);
    await receive(2);
    world.clock.advance(30_000);
    expect(await bodies()).toEqual(['a3']);
    expect(await failed()).toMatchObject([
      { body: 'a1', groupId: 'a', deduplicationId: 'a1', sequenceNumber, receiveCount: 2 },
      { body: 'a2', deadLetterSourceArn: arnOf(NAME) },
    ]);
  });

  test('keeps a message for its own retention period from the move on', async () => {
    await queues.changes.changeSettings(SCOPE, 'failed.fifo', { messageRetentionSeconds: 60 });
    await send('a', 'a1');
    await receive();
    world.clock.advance(2 * MINUTE_MS);
    await receive();
    world.clock.advance(MINUTE_MS - 1);
    expect(await failed()).toMatchObject([{ body: 'a1', sentAtMs: 1_000_000 + 2 * MINUTE_MS }]);
    world.clock.advance(1);
    queues = world.open();
    const { messages } = await queues.describeQueue(SCOPE, 'failed.fifo');
    expect(messages).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });
});

test('counts tell of a message that waits for its group as visible', async () => {
  await change({ delaySeconds: 5 });
  for (const body of ['a1', 'a2', 'b1']) await send(body[0]!, body);
  const counts = async () => (await queues.describeQueue(SCOPE, NAME)).messages;
  expect(await counts()).toEqual({ visible: 0, inFlight: 0, delayed: 3 });
  world.clock.advance(5000);
  await receive(1);
  expect(await counts()).toEqual({ visible: 2, inFlight: 1, delayed: 0 });
});

test('a deleted queue leaves nothing behind but when that was', async () => {
  await send('a', 'a1');
  await receive(1, { attemptId: 'try' });
  await queues.deleteQueue(SCOPE, NAME);
  const kept = [...world.store.range({ prefix: [] })].map(({ key }) => key[0]);
  expect(kept).toEqual(['deleted-queues']);
});

test('a restart goes on where it stopped, on disk', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluicebox-queues-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const store = openStore(folder);
  queues = startQueues(store).queues;
  await create(NAME);
  for (const body of ['a1', 'b1', 'a2']) await send(body[0]!, body);
  await receive(1, { visibilityTimeoutSeconds: 60 });
  await store.close();

  const reopened = openStore(folder);
  onTestFinished(() => reopened.close());
  const again = startQueues(reopened);
  queues = again.queues;
  await send('c', 'a1');
  expect(await bodies()).toEqual(['b1']);
  again.clock.advance(60_000);
  expect(await bodies()).toEqual(['b1', 'a1', 'a2']);
});
