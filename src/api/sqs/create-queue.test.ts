import { expect, test } from 'vitest';
import { createQueue } from './create-queue.ts';
import { getQueueAttributes } from './get-queue-attributes.ts';
import { listQueueTags } from './list-queue-tags.ts';
import { QUEUE_URL, startSqs } from './sqs.suite.ts';

test('answers the URL of the queue, at the address that the caller used', async () => {
  const { ask } = await startSqs();
  expect(await ask(createQueue, { QueueName: 'orders' })).toEqual({ QueueUrl: QUEUE_URL });
});

test('takes attributes as texts, and tags', async () => {
  const { ask } = await startSqs();
  const { QueueUrl } = await ask(createQueue, {
    QueueName: 'slow',
    Attributes: { DelaySeconds: '5', VisibilityTimeout: '0' },
    tags: { team: 'a' },
  });
  const { Attributes } = await ask(getQueueAttributes, { QueueUrl, AttributeNames: ['All'] });
  expect(Attributes).toMatchObject({ DelaySeconds: '5', VisibilityTimeout: '0' });
  expect(await ask(listQueueTags, { QueueUrl })).toEqual({ Tags: { team: 'a' } });
});

test('refuses another queue of the same name', async () => {
  const { fail } = await startSqs();
  const input = { QueueName: 'orders', Attributes: { DelaySeconds: '1' } };
  expect(await fail(createQueue, input)).toMatchObject({
    code: 'QueueNameExists',
    queryCode: 'QueueAlreadyExists',
    status: 400,
  });
});

test.each([
  ['orders.fifo', { FifoQueue: 'true' }],
  ['orders.fifo', {}],
  ['orders', { FifoQueue: 'true' }],
])('refuses the FIFO queue %s %j clearly', async (QueueName, Attributes) => {
  const { fail } = await startSqs();
  expect(await fail(createQueue, { QueueName, Attributes })).toMatchObject({
    code: 'UnsupportedOperation',
    queryCode: 'AWS.SimpleQueueService.UnsupportedOperation',
    message: `The queue ${QueueName} cannot be created: FIFO queues are not supported.`,
  });
});

test.each([
  ['FifoQueue', 'false', 'InvalidAttributeName', 'Unknown Attribute FifoQueue.'],
  ['Colour', 'red', 'InvalidAttributeName', 'Unknown Attribute Colour.'],
  ['QueueArn', 'a', 'InvalidAttributeName', 'Unknown Attribute QueueArn.'],
  ['DelaySeconds', '901', 'InvalidAttributeValue', 'Invalid value for the parameter DelaySeconds.'],
  ['DelaySeconds', '', 'InvalidAttributeValue', 'Invalid value for the parameter DelaySeconds.'],
  ['DelaySeconds', '1e2', 'InvalidAttributeValue', 'Invalid value for the parameter DelaySeconds.'],
  [
    'SqsManagedSseEnabled',
    'yes',
    'InvalidAttributeValue',
    'Invalid value for the parameter SqsManagedSseEnabled.',
  ],
])('refuses %s = %j', async (name, value, code, message) => {
  const { fail } = await startSqs();
  const input = { QueueName: 'other', Attributes: { [name]: value } };
  expect(await fail(createQueue, input)).toMatchObject({ code, message, status: 400 });
});

test('refuses a request without a name', async () => {
  const { fail } = await startSqs();
  expect(await fail(createQueue, {})).toMatchObject({
    code: 'MissingRequiredParameterException',
    queryCode: 'MissingParameter',
    message: 'The request must contain the parameter QueueName.',
  });
});
