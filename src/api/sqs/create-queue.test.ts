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

test('a FIFO queue has the defaults of AWS', async () => {
  const { ask } = await startSqs();
  const { QueueUrl } = await ask(createQueue, {
    QueueName: 'orders.fifo',
    Attributes: { FifoQueue: 'True' },
  });
  expect(QueueUrl).toBe(`${QUEUE_URL}.fifo`);
  const { Attributes } = await ask(getQueueAttributes, { QueueUrl, AttributeNames: ['All'] });
  expect(Attributes).toMatchObject({
    FifoQueue: 'true',
    ContentBasedDeduplication: 'false',
    DeduplicationScope: 'queue',
    FifoThroughputLimit: 'perQueue',
  });
});

const FIFO_TEXT =
  'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, ' +
  'must end with .fifo suffix and be 1 to 80 in length.';
const PLAIN_TEXT =
  'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';

test.each([
  ['orders.fifo', {}, PLAIN_TEXT],
  ['orders', { FifoQueue: 'true' }, FIFO_TEXT],
  ['.fifo', { FifoQueue: 'true' }, FIFO_TEXT],
  [`${'a'.repeat(76)}.fifo`, { FifoQueue: 'true' }, FIFO_TEXT],
])('refuses the name %s with %j', async (QueueName, Attributes, message) => {
  const { fail } = await startSqs();
  expect(await fail(createQueue, { QueueName, Attributes })).toMatchObject({
    code: 'InvalidParameterValueException',
    queryCode: 'InvalidParameterValue',
    message,
  });
});

test.each([
  [{ FifoThroughputLimit: 'perMessageGroupId' }, /^Invalid .* FifoThroughputLimit\. Reason: per/],
  [{ FifoThroughputLimit: 'perHour' }, /^Invalid .* FifoThroughputLimit\.$/],
  [{ DeduplicationScope: 'account' }, /^Invalid value for the parameter DeduplicationScope\.$/],
  [{ ContentBasedDeduplication: 'yes' }, /^Invalid .* parameter ContentBasedDeduplication\.$/],
])('refuses a FIFO queue with %j', async (more, message) => {
  const { fail } = await startSqs();
  const input = { QueueName: 'a.fifo', Attributes: { FifoQueue: 'true', ...more } };
  expect(await fail(createQueue, input)).toMatchObject({
    code: 'InvalidAttributeValue',
    message: expect.stringMatching(message),
  });
});

test.each([
  ['FifoQueue', 'false', 'InvalidAttributeName', 'Unknown Attribute FifoQueue.'],
  [
    'ContentBasedDeduplication',
    'true',
    'InvalidAttributeName',
    'Unknown Attribute ContentBasedDeduplication.',
  ],
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
