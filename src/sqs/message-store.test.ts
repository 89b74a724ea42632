import { beforeEach, describe, expect, test } from 'vitest';
import type { MessageContent, MessageState } from './message.ts';
import type { QueueRecord } from './queue.ts';
import { SCOPE, startQueues } from './queues.suite.ts';

const AT = [SCOPE.account, SCOPE.region];

let world: ReturnType<typeof startQueues>;
beforeEach(async () => {
  world = startQueues();
  await world.queues.createQueue(SCOPE, 'orders');
});

const send = (...bodies: string[]) =>
  world.queues.sendMessages(
    SCOPE,
    'orders',
    bodies.map((body) => ({ body })),
  );
const receive = (maxMessages: number) =>
  world.queues.receiveMessages(SCOPE, 'orders', { maxMessages });
const remove = (...messages: { receiptHandle: string }[]) =>
  world.queues.deleteMessages(
    SCOPE,
    'orders',
    messages.map(({ receiptHandle }) => receiptHandle),
  );
const restart = () => {
  world.queues = world.open();
};
/** Receives all, also what was received before. */
async function receiveAll() {
  world.clock.advance(30_000);
  return receive(10);
}
const bodiesOfAll = async () => (await receiveAll()).map(({ body }) => body);
/** How many entries there are for contents, and for states. */
const entries = () =>
  ['messages', 'message-states'].map((kind) => [...world.store.range({ prefix: [kind] })].length);

test('messages that are sent together are kept together, until the last is gone', async () => {
  await send('a', 'b', 'c');
  expect(entries()).toEqual([1, 1]);
  const [first, second, third] = await receive(3);
  await remove(second!);
  expect(entries()).toEqual([1, 1]);
  restart();
  await remove(first!);
  await remove(third!);
  expect(entries()).toEqual([0, 0]);
});

test('a receive need not read more than a few messages, however many came together', async () => {
  await send(...Array.from({ length: 23 }, (_, index) => `short ${index}`));
  expect(entries()).toEqual([3, 3]);
  await send(...Array.from({ length: 4 }, (_, index) => `${index}`.padEnd(100_000)));
  expect(entries()).toEqual([5, 5]);
  await send('x'.repeat(300_000), 'y');
  expect(entries()).toEqual([7, 7]);
  restart();
  const received = [await receive(10), await receive(10), await receive(10)].flat();
  const bodies = received.map(({ body }) => body.slice(0, 8).trim());
  expect(bodies.slice(0, 23)).toEqual(Array.from({ length: 23 }, (_, index) => `short ${index}`));
  expect(bodies.slice(23)).toEqual(['0', '1', '2', '3', 'xxxxxxxx', 'y']);
  await remove(...received);
  expect(entries()).toEqual([0, 0]);
});

test('the number of a message that is gone is not given again while others of its chunk are there', async () => {
  await send('a', 'b');
  const [, second] = await receive(2);
  await remove(second!);
  restart();
  await send('c');
  expect(await bodiesOfAll()).toEqual(['c', 'a']);
  restart();
  expect(await bodiesOfAll()).toEqual(['a', 'c']);
});

test('what few messages have is kept too', async () => {
  const attributes = { kind: { dataType: 'Binary', binaryValue: Buffer.from([0, 255]) } };
  const drafts = [{ body: 'plain' }, { body: 'rich', attributes, groupId: 'g' }];
  await world.queues.sendMessages(SCOPE, 'orders', drafts);
  restart();
  const [plain, rich] = await receive(2);
  expect(plain?.attributes).toBeUndefined();
  expect(rich).toMatchObject({ body: 'rich', attributes, groupId: 'g', senderId: SCOPE.account });
});

describe('a queue of format 2, where each message stood alone', () => {
  /** Puts a message into the store as that format had it. */
  async function putOld(number: number, content: MessageContent, state: MessageState) {
    const { id } = world.store.get<QueueRecord>(['queues', ...AT, 'orders']) as QueueRecord;
    await world.store.transact((transaction) => {
      transaction.put(['messages', ...AT, id, number], content);
      transaction.put(['message-states', ...AT, id, number], state);
    });
  }

  const contentOf = (body: string) => ({
    messageId: `id of ${body}`,
    senderId: SCOPE.account,
    body,
    bodyMd5: 'md5',
  });

  test('is read, received from and emptied, with new messages behind the old ones', async () => {
    const [sentAtMs, visibleAtMs] = [900_000, 950_000];
    await putOld(3, contentOf('old'), { sentAtMs, visibleAtMs: sentAtMs, receiveCount: 0 });
    const receipt = { token: 'aa', receivedAtMs: 920_000 };
    const received = { visibleAtMs, receiveCount: 4, firstReceivedAtMs: 910_000, receipt };
    await putOld(7, contentOf('received'), { sentAtMs, ...received });
    restart();
    await send('new');
    expect(await receive(10)).toMatchObject([
      { ...contentOf('old'), sentAtMs, receiveCount: 1 },
      { ...contentOf('received'), sentAtMs, receiveCount: 5, firstReceivedAtMs: 910_000 },
      { body: 'new', receiveCount: 1 },
    ]);
    restart();
    expect(await bodiesOfAll()).toEqual(['old', 'received', 'new']);
    await remove(...(await receiveAll()));
    expect(entries()).toEqual([0, 0]);
  });
});
