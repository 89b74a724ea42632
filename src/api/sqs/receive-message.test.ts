import { expect, test } from 'vitest';
import { receiveMessage } from './receive-message.ts';
import { sendMessage } from './send-message.ts';
import { QUEUE_URL, startSqs } from './sqs.suite.ts';

const QueueUrl = QUEUE_URL;
const string = (StringValue: string) => ({ DataType: 'String', StringValue });

async function startWithMessage() {
  const world = await startSqs();
  const { MessageId } = await world.ask(sendMessage, {
    QueueUrl,
    MessageBody: 'msg',
    MessageGroupId: 'group',
    MessageAttributes: {
      Hello: string('There'),
      Data: { DataType: 'Binary', BinaryValue: Buffer.of(7) },
    },
    MessageSystemAttributes: { AWSTraceHeader: string('Root=1') },
  });
  const receive = async (input: object = {}) => {
    const { Messages } = await world.ask(receiveMessage, {
      QueueUrl,
      VisibilityTimeout: 0,
      ...input,
    });
    return Messages;
  };
  return { ...world, MessageId, receive };
}

test('answers no more than was asked for', async () => {
  const { receive, MessageId } = await startWithMessage();
  expect(await receive()).toEqual([
    {
      MessageId,
      Body: 'msg',
      MD5OfBody: '6e2baaf3b97dbeef01c0043275f9a0e7',
      ReceiptHandle: expect.stringMatching(/^[A-Za-z0-9+/=]{40,}$/),
    },
  ]);
});

test('answers the system attributes asked for by either name', async () => {
  const { receive, clock } = await startWithMessage();
  clock.advance(2000);
  await receive();
  clock.advance(2000);
  const [message] = (await receive({ MessageSystemAttributeNames: ['All'] })) ?? [];
  expect(message?.Attributes).toEqual({
    SenderId: '123456789012',
    SentTimestamp: '1000000',
    ApproximateReceiveCount: '2',
    ApproximateFirstReceiveTimestamp: '1002000',
    AWSTraceHeader: 'Root=1',
    MessageGroupId: 'group',
  });
  const [other] = (await receive({ AttributeNames: ['SenderId'] })) ?? [];
  expect(other?.Attributes).toEqual({ SenderId: '123456789012' });
});

test('answers the attributes asked for with the checksum of just those', async () => {
  const { receive } = await startWithMessage();
  const [all] = (await receive({ MessageAttributeNames: ['All'] })) ?? [];
  expect(all?.MessageAttributes).toEqual({
    Hello: string('There'),
    Data: { DataType: 'Binary', BinaryValue: Buffer.of(7) },
  });
  const [one] = (await receive({ MessageAttributeNames: ['Hel.*'] })) ?? [];
  expect(one?.MessageAttributes).toEqual({ Hello: string('There') });
  expect(one?.MD5OfMessageAttributes).toBe('a311262e065454b75da111d535b8dacd');
});

test('each receive has a receipt handle of its own', async () => {
  const { receive } = await startWithMessage();
  const [first] = (await receive()) ?? [];
  const [second] = (await receive()) ?? [];
  expect(second?.MessageId).toBe(first?.MessageId);
  expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
});

test('has no Messages when there are none', async () => {
  const { ask } = await startSqs();
  expect(await ask(receiveMessage, { QueueUrl })).toEqual({});
});

test.each([
  ['MaxNumberOfMessages', 11, 'Must be between 1 and 10, if provided.'],
  ['MaxNumberOfMessages', 0, 'Must be between 1 and 10, if provided.'],
  ['WaitTimeSeconds', 21, 'Must be >= 0 and <= 20, if provided.'],
  ['VisibilityTimeout', 43_201, 'Must be between 0 and 43200, if provided.'],
  [
    'ReceiveRequestAttemptId',
    'x',
    'The request include parameter that is not valid for this queue type.',
  ],
])('refuses %s = %s', async (name, value, reason) => {
  const { fail } = await startSqs();
  expect(await fail(receiveMessage, { QueueUrl, [name]: value })).toMatchObject({
    code: 'InvalidParameterValueException',
    queryCode: 'InvalidParameterValue',
    message: `Value ${value} for parameter ${name} is invalid. Reason: ${reason}`,
  });
});

test('refuses system attributes that do not exist', async () => {
  const { fail } = await startSqs();
  const input = { QueueUrl, AttributeNames: ['Colour'] };
  expect(await fail(receiveMessage, input)).toMatchObject({
    code: 'InvalidAttributeName',
    message: 'Unknown Attribute Colour.',
  });
});
