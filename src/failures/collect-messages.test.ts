import { expect, test } from 'vitest';
import { collectMessages, type QueueMessage } from './collect-messages.ts';

/** A queue that hides what it gives out, until it is given back. */
function queueOf(count: number) {
  const bodies = Array.from({ length: count }, (_, index) => `m${index}`);
  const hidden = new Map<string, string>();
  let receives = 0;
  const message = (id: string): QueueMessage => ({
    messageId: id,
    receiptHandle: `${id}#${++receives}`,
    body: id,
    receiveCount: 1,
  });
  const receive = async () => {
    const some = bodies.filter((id) => !hidden.has(id)).slice(0, 10);
    return some.map((id) => {
      const one = message(id);
      hidden.set(id, one.receiptHandle);
      return one;
    });
  };
  const release = async (messages: readonly QueueMessage[]) => {
    let failed = 0;
    for (const { messageId, receiptHandle } of messages) {
      if (hidden.get(messageId) === receiptHandle) hidden.delete(messageId);
      else failed += 1;
    }
    return failed;
  };
  return { hidden, receive, release };
}

test('a thousand messages are all seen once, and all given back', async () => {
  const queue = queueOf(1003);
  const { messages, notReleased } = await collectMessages(queue);
  expect(new Set(messages.map(({ body }) => body)).size).toBe(1003);
  expect(messages).toHaveLength(1003);
  expect(queue.hidden.size).toBe(0);
  expect(notReleased).toBe(0);
});

test('a message that came again while the reading took long is given back by its last handle', async () => {
  const queue = queueOf(25);
  let receives = 0;
  const receive = async () => {
    receives += 1;
    if (receives === 3) queue.hidden.clear();
    return queue.receive();
  };
  const { messages } = await collectMessages({ ...queue, receive });
  expect(messages).toHaveLength(25);
  expect(queue.hidden.size).toBe(0);
});

test('what was received before a receive failed is given back', async () => {
  const queue = queueOf(30);
  let receives = 0;
  const receive = async () => {
    receives += 1;
    if (receives === 2) throw new Error('denied');
    return queue.receive();
  };
  await expect(collectMessages({ ...queue, receive })).rejects.toThrow('denied');
  expect(queue.hidden.size).toBe(0);
});

test('who stops it gets the messages given back too', async () => {
  const queue = queueOf(500);
  const controller = new AbortController();
  const receive = async () => {
    const messages = await queue.receive();
    if (queue.hidden.size >= 50) controller.abort();
    return messages;
  };
  const { messages } = await collectMessages({ ...queue, receive, signal: controller.signal });
  expect(messages.length).toBeLessThan(500);
  expect(queue.hidden.size).toBe(0);
});

test('what cannot be given back is counted, and does not keep the rest', async () => {
  const queue = queueOf(20);
  let releases = 0;
  const release = async (messages: readonly QueueMessage[]) => {
    releases += 1;
    if (releases === 1) throw new Error('lost');
    return queue.release(messages);
  };
  expect((await collectMessages({ ...queue, release })).notReleased).toBe(10);
  expect(queue.hidden.size).toBe(10);
});
