import { expect, test } from 'vitest';
import { createQueue } from './create-queue.ts';
import { deleteMessage } from './delete-message.ts';
import { receiveMessage } from './receive-message.ts';
import { sendMessage } from './send-message.ts';
import { QUEUE_URL, startSqs } from './sqs.suite.ts';

const QueueUrl = QUEUE_URL;

async function startWithMessage() {
  const world = await startSqs();
  await world.ask(sendMessage, { QueueUrl, MessageBody: 'a' });
  const receive = async () =>
    (await world.ask(receiveMessage, { QueueUrl })).Messages?.[0]?.ReceiptHandle;
  const remove = (ReceiptHandle: string | undefined) =>
    world.ask(deleteMessage, { QueueUrl, ReceiptHandle });
  return { ...world, receive, remove };
}

test('deletes a message for good, and again without complaint', async () => {
  const { receive, remove, clock } = await startWithMessage();
  const handle = await receive();
  expect(await remove(handle)).toEqual({});
  expect(await remove(handle)).toEqual({});
  clock.advance(30_000);
  expect(await receive()).toBeUndefined();
});

test('deletes a message whose visibility timeout has passed', async () => {
  const { receive, remove, clock } = await startWithMessage();
  const handle = await receive();
  clock.advance(30_000);
  await remove(handle);
  expect(await receive()).toBeUndefined();
});

test('deletes nothing with the handle of an earlier receive', async () => {
  const { receive, remove, clock } = await startWithMessage();
  const handle = await receive();
  clock.advance(30_000);
  await receive();
  await remove(handle);
  clock.advance(30_000);
  expect(await receive()).toBeDefined();
});

test('refuses what is no handle, and the handle of another queue', async () => {
  const { ask, fail, receive } = await startWithMessage();
  expect(await fail(deleteMessage, { QueueUrl, ReceiptHandle: 'garbage' })).toMatchObject({
    code: 'ReceiptHandleIsInvalid',
    message: 'The input receipt handle "garbage" is not a valid receipt handle.',
    status: 404,
  });
  const other = await ask(createQueue, { QueueName: 'other' });
  const ReceiptHandle = await receive();
  expect(await fail(deleteMessage, { ...other, ReceiptHandle })).toMatchObject({
    code: 'ReceiptHandleIsInvalid',
  });
  expect(await fail(deleteMessage, { QueueUrl })).toMatchObject({ queryCode: 'MissingParameter' });
});
