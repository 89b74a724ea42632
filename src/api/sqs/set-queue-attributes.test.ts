import { expect, test } from 'vitest';
import { createQueue } from './create-queue.ts';
import { getQueueAttributes } from './get-queue-attributes.ts';
import { setQueueAttributes } from './set-queue-attributes.ts';
import { QUEUE_URL, startSqs } from './sqs.suite.ts';

const QueueUrl = QUEUE_URL;
const FAILED_ARN = 'arn:aws:sqs:eu-central-1:123456789012:failed';

async function startWithFailed() {
  const world = await startSqs();
  await world.ask(createQueue, { QueueName: 'failed' });
  const set = (Attributes: Record<string, string>) =>
    world.ask(setQueueAttributes, { QueueUrl, Attributes });
  const refuse = (Attributes: Record<string, string>) =>
    world.fail(setQueueAttributes, { QueueUrl, Attributes });
  const get = async (name: string) => {
    const { Attributes } = await world.ask(getQueueAttributes, {
      QueueUrl,
      AttributeNames: [name],
    });
    return Attributes?.[name];
  };
  return { ...world, set, refuse, get };
}

test('changes what it names, and when', async () => {
  const { set, get, clock } = await startWithFailed();
  clock.advance(5000);
  await set({ VisibilityTimeout: '60' });
  expect(await get('VisibilityTimeout')).toBe('60');
  expect(await get('DelaySeconds')).toBe('0');
  expect(await get('CreatedTimestamp')).toBe('1000');
  expect(await get('LastModifiedTimestamp')).toBe('1005');
});

test('a redrive policy is kept as compact JSON, and taken away by an empty text', async () => {
  const { set, get } = await startWithFailed();
  await set({ RedrivePolicy: `{"maxReceiveCount": "3", "deadLetterTargetArn": "${FAILED_ARN}"}` });
  expect(await get('RedrivePolicy')).toBe(
    `{"deadLetterTargetArn":"${FAILED_ARN}","maxReceiveCount":3}`,
  );
  await set({ RedrivePolicy: '' });
  expect(await get('RedrivePolicy')).toBeUndefined();
});

test('a redrive policy without a count has that of the documentation', async () => {
  const { set, get } = await startWithFailed();
  await set({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn: FAILED_ARN }) });
  expect(await get('RedrivePolicy')).toContain('"maxReceiveCount":10');
});

test.each([
  ['nonsense', 'Redrive policy is not a valid JSON map.'],
  ['[]', 'Redrive policy is not a valid JSON map.'],
  ['{}', 'Redrive policy does not contain mandatory attribute: deadLetterTargetArn.'],
  [
    '{"deadLetterTargetArn":"dummy","maxReceiveCount":42}',
    'Invalid value for deadLetterTargetArn.',
  ],
])('refuses the redrive policy %s', async (RedrivePolicy, reason) => {
  const { refuse } = await startWithFailed();
  expect(await refuse({ RedrivePolicy })).toMatchObject({
    code: 'InvalidParameterValueException',
    queryCode: 'InvalidParameterValue',
    message: `Value ${RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
  });
});

test('keeps who may use the queue for dead letters', async () => {
  const { set, get, refuse } = await startWithFailed();
  await set({ RedriveAllowPolicy: '{"redrivePermission":"denyAll"}' });
  expect(await get('RedriveAllowPolicy')).toBe('{"redrivePermission":"denyAll"}');
  for (const RedriveAllowPolicy of [
    '{"redrivePermission":"some"}',
    '{"redrivePermission":"byQueue"}',
    '{"redrivePermission":"byQueue","sourceQueueArns":"a"}',
  ]) {
    expect(await refuse({ RedriveAllowPolicy })).toMatchObject({
      queryCode: 'InvalidParameterValue',
    });
  }
});

test('one kind of encryption excludes the other', async () => {
  const { set, get, refuse } = await startWithFailed();
  await set({ KmsMasterKeyId: 'key' });
  expect(await get('SqsManagedSseEnabled')).toBe('false');
  await set({ SqsManagedSseEnabled: 'true' });
  expect(await get('KmsMasterKeyId')).toBeUndefined();
  const both = { KmsMasterKeyId: 'key', SqsManagedSseEnabled: 'true' };
  expect(await refuse(both)).toMatchObject({ code: 'InvalidAttributeName' });
});

test('what a queue is cannot be changed', async () => {
  const { ask, fail, refuse } = await startWithFailed();
  expect(await refuse({ FifoQueue: 'true' })).toMatchObject({
    code: 'InvalidAttributeName',
    message: 'Unknown Attribute FifoQueue.',
  });
  const Attributes = { FifoQueue: 'true' };
  const fifo = await ask(createQueue, { QueueName: 'a.fifo', Attributes });
  await ask(setQueueAttributes, { ...fifo, Attributes });
  expect(
    await fail(setQueueAttributes, { ...fifo, Attributes: { FifoQueue: 'false' } }),
  ).toMatchObject({
    code: 'InvalidAttributeValue',
    message:
      'Invalid value for the parameter FifoQueue. ' +
      'Reason: Modifying queue type is not supported.',
  });
});

test('a FIFO queue takes no standard dead-letter queue, nor the other way round', async () => {
  const { ask, fail, refuse } = await startWithFailed();
  const Attributes = { FifoQueue: 'true' };
  const fifo = await ask(createQueue, { QueueName: 'failed.fifo', Attributes });
  const to = (arn: string) => ({
    RedrivePolicy: `{"deadLetterTargetArn":"${arn}","maxReceiveCount":1}`,
  });
  const reason = 'Reason: Dead-letter queue must be same type of queue as the source.';
  expect((await refuse(to(`${FAILED_ARN}.fifo`))).message).toContain(reason);
  const refused = await fail(setQueueAttributes, { ...fifo, Attributes: to(FAILED_ARN) });
  expect(refused.message).toContain(reason);
});
