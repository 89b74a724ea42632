import { expect, test } from 'vitest';
import { changeMessageVisibility } from './change-message-visibility.ts';
import { changeMessageVisibilityBatch } from './change-message-visibility-batch.ts';
import { receiveMessage } from './receive-message.ts';
import { sendMessage } from './send-message.ts';
import { QUEUE_URL, startSqs } from './sqs.suite.ts';

const QueueUrl = QUEUE_URL;

async function startWithReceived() {
  const world = await startSqs();
  await world.ask(sendMessage, { QueueUrl, MessageBody: 'a' });
  const receive = async () =>
    (await world.ask(receiveMessage, { QueueUrl })).Messages?.[0]?.ReceiptHandle;
  const ReceiptHandle = (await receive()) as string;
  const hide = (VisibilityTimeout: number) =>
    world.ask(changeMessageVisibility, { QueueUrl, ReceiptHandle, VisibilityTimeout });
  const failToHide = (VisibilityTimeout: number) =>
    world.fail(changeMessageVisibility, { QueueUrl, ReceiptHandle, VisibilityTimeout });
  return { ...world, receive, ReceiptHandle, hide, failToHide };
}

test('hides a message for so long from now', async () => {
  const { hide, receive, clock } = await startWithReceived();
  clock.advance(20_000);
  expect(await hide(60)).toEqual({});
  clock.advance(59_999);
  expect(await receive()).toBeUndefined();
  clock.advance(1);
  expect(await receive()).toBeDefined();
});

test('0 makes a message visible at once', async () => {
  const { hide, receive } = await startWithReceived();
  await hide(0);
  expect(await receive()).toBeDefined();
});

test('hides a message again whose timeout has passed, until somebody receives it', async () => {
  const { hide, failToHide, receive, clock, ReceiptHandle } = await startWithReceived();
  clock.advance(30_000);
  await hide(10);
  expect(await receive()).toBeUndefined();
  clock.advance(10_000);
  await receive();
  expect(await failToHide(10)).toMatchObject({
    queryCode: 'InvalidParameterValue',
    message:
      `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. ` +
      'Reason: Message does not exist or is not available for visibility timeout change.',
  });
});

test('12 hours from the receive are the most there is', async () => {
  const { hide, failToHide, clock } = await startWithReceived();
  await hide(43_200);
  clock.advance(1);
  expect(await failToHide(43_200)).toMatchObject({
    queryCode: 'InvalidParameterValue',
    message:
      'Value 43200 for parameter VisibilityTimeout is invalid. ' +
      'Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]',
  });
  expect(await failToHide(43_201)).toMatchObject({ queryCode: 'InvalidParameterValue' });
});

test('a batch answers for each of its entries', async () => {
  const { ask, receive, ReceiptHandle } = await startWithReceived();
  const Entries = [
    { Id: 'good', ReceiptHandle, VisibilityTimeout: 0 },
    { Id: 'bad', ReceiptHandle: 'garbage', VisibilityTimeout: 0 },
  ];
  expect(await ask(changeMessageVisibilityBatch, { QueueUrl, Entries })).toMatchObject({
    Successful: [{ Id: 'good' }],
    Failed: [{ Id: 'bad', SenderFault: true, Code: 'ReceiptHandleIsInvalid' }],
  });
  expect(await receive()).toBeDefined();
});
