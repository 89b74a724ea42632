import { expect, test } from 'vitest';
import { cancelMessageMoveTask } from './cancel-message-move-task.ts';
import { createQueue } from './create-queue.ts';
import { listMessageMoveTasks } from './list-message-move-tasks.ts';
import { receiveMessage } from './receive-message.ts';
import { sendMessage } from './send-message.ts';
import { startSqs } from './sqs.suite.ts';
import { startMessageMoveTask } from './start-message-move-task.ts';

const ARN = 'arn:aws:sqs:eu-central-1:123456789012:';
const SourceArn = `${ARN}orders`;

async function startWithFailed() {
  const world = await startSqs();
  const { ask } = world;
  const RedrivePolicy = `{"deadLetterTargetArn":"${SourceArn}","maxReceiveCount":1}`;
  const Attributes = { RedrivePolicy, VisibilityTimeout: '0' };
  const source = await ask(createQueue, { QueueName: 'source', Attributes });
  for (const MessageBody of ['a', 'b']) await ask(sendMessage, { ...source, MessageBody });
  for (let times = 0; times < 4; times++) await ask(receiveMessage, source);
  const list = (more: object = {}) => ask(listMessageMoveTasks, { SourceArn, ...more });
  return { ...world, source, list };
}

test('a task is started, shown and cancelled', async () => {
  const { ask, list, clock } = await startWithFailed();
  expect(await list()).toEqual({ Results: [] });
  const wish = { SourceArn, DestinationArn: `${ARN}source`, MaxNumberOfMessagesPerSecond: 1 };
  const { TaskHandle = '' } = await ask(startMessageMoveTask, wish);
  clock.advance(0);
  const shown = {
    ...wish,
    ApproximateNumberOfMessagesMoved: 1,
    ApproximateNumberOfMessagesToMove: 2,
    StartedTimestamp: 1_000_000,
  };
  expect(await list()).toEqual({ Results: [{ ...shown, TaskHandle, Status: 'RUNNING' }] });
  expect(await ask(cancelMessageMoveTask, { TaskHandle })).toEqual({
    ApproximateNumberOfMessagesMoved: 1,
  });
  expect(await list({ MaxResults: 10 })).toEqual({ Results: [{ ...shown, Status: 'CANCELLED' }] });
});

test('what is not given is not shown', async () => {
  const { ask, list, clock, source } = await startWithFailed();
  await ask(startMessageMoveTask, { SourceArn });
  clock.advance(0);
  const { Results } = await list();
  expect(Object.entries(Results?.[0] ?? {}).filter(([, value]) => value !== undefined)).toEqual([
    ['Status', 'COMPLETED'],
    ['SourceArn', SourceArn],
    ['ApproximateNumberOfMessagesMoved', 2],
    ['ApproximateNumberOfMessagesToMove', 2],
    ['StartedTimestamp', 1_000_000],
  ]);
  expect((await ask(receiveMessage, source)).Messages).toHaveLength(1);
});

test('errors have the codes of AWS', async () => {
  const { fail } = await startSqs();
  expect(await fail(startMessageMoveTask, { SourceArn: `${ARN}nowhere` })).toMatchObject({
    code: 'ResourceNotFoundException',
    queryCode: 'ResourceNotFoundException',
    status: 404,
  });
  expect(await fail(startMessageMoveTask, { SourceArn })).toMatchObject({
    queryCode: 'InvalidParameterValue',
    message: 'Source queue must be configured as a Dead Letter Queue.',
  });
  const absent = { queryCode: 'MissingParameter' };
  expect(await fail(startMessageMoveTask, {})).toMatchObject(absent);
  expect(await fail(listMessageMoveTasks, {})).toMatchObject(absent);
  expect(await fail(cancelMessageMoveTask, {})).toMatchObject(absent);
});
