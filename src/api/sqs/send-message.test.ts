import { expect, test } from 'vitest';
import { receiveMessage } from './receive-message.ts';
import { sendMessage } from './send-message.ts';
import { setQueueAttributes } from './set-queue-attributes.ts';
import { QUEUE_URL, startSqs } from './sqs.suite.ts';

const QueueUrl = QUEUE_URL;
const string = (StringValue: string) => ({ DataType: 'String', StringValue });

test('answers the id and the checksums of what was sent', async () => {
  const { ask } = await startSqs();
  const sent = await ask(sendMessage, {
    QueueUrl,
    MessageBody: 'msg',
    MessageAttributes: { Hello: string('There'), General: string('Kenobi') },
    MessageSystemAttributes: { AWSTraceHeader: string('Root=1') },
  });
  expect(sent).toEqual({
    MessageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    MD5OfMessageBody: '6e2baaf3b97dbeef01c0043275f9a0e7',
    MD5OfMessageAttributes: 'fca026605781cb4126a1e9044df24232',
    MD5OfMessageSystemAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
});

test('takes names of attributes in letters of any alphabet', async () => {
  const { ask } = await startSqs();
  const MessageAttributes = { 'attr.1øßä': string('valid') };
  const sent = await ask(sendMessage, { QueueUrl, MessageBody: 'a', MessageAttributes });
  expect(sent.MD5OfMessageAttributes).toBe('563be89ea946f634d79b58cf4404a548');
});

test('delays a message as asked, else as its queue does', async () => {
  const { ask, clock } = await startSqs();
  const bodies = async () =>
    (await ask(receiveMessage, { QueueUrl, MaxNumberOfMessages: 10 })).Messages?.map((m) => m.Body);
  await ask(setQueueAttributes, { QueueUrl, Attributes: { DelaySeconds: '5' } });
  await ask(sendMessage, { QueueUrl, MessageBody: 'queue' });
  await ask(sendMessage, { QueueUrl, MessageBody: 'own', DelaySeconds: 0 });
  expect(await bodies()).toEqual(['own']);
  clock.advance(5000);
  expect(await bodies()).toEqual(['queue']);
});

test('a body of every allowed character arrives as it was', async () => {
  const { ask } = await startSqs();
  const MessageBody = '\t\n\r ü€\ufffd\u{1f980}';
  await ask(sendMessage, { QueueUrl, MessageBody });
  const { Messages } = await ask(receiveMessage, { QueueUrl });
  expect(Messages?.[0]?.Body).toBe(MessageBody);
});

const forbidden = (code: string) =>
  `Invalid binary character '#x${code}' was found in the message body, the set of allowed ` +
  'characters is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].';

test.each([
  [undefined, 'MissingParameter', 'The request must contain the parameter MessageBody.'],
  ['', 'MissingParameter', 'The request must contain the parameter MessageBody.'],
  ['a\u0007', 'InvalidMessageContents', forbidden('7')],
  ['a\u000b', 'InvalidMessageContents', forbidden('b')],
  ['a\u001f', 'InvalidMessageContents', forbidden('1f')],
  ['€\ufffe', 'InvalidMessageContents', forbidden('fffe')],
  ['€\uffff', 'InvalidMessageContents', forbidden('ffff')],
  ['\ud800', 'InvalidMessageContents', forbidden('d800')],
  ['€\udfff€', 'InvalidMessageContents', forbidden('dfff')],
  [
    'a'.repeat(1_048_577),
    'InvalidParameterValue',
    'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
  ],
])('refuses the body %.20j', async (MessageBody, queryCode, message) => {
  const { fail } = await startSqs();
  expect(await fail(sendMessage, { QueueUrl, MessageBody })).toMatchObject({ queryCode, message });
});

test('attributes count in the size of a message, and the limit itself is allowed', async () => {
  const { ask, fail } = await startSqs();
  await ask(setQueueAttributes, { QueueUrl, Attributes: { MaximumMessageSize: '1024' } });
  const MessageAttributes = { abc: string('ü') }; // 3 + 6 + 2 bytes
  const send = (bytes: number) => ({ QueueUrl, MessageBody: 'a'.repeat(bytes), MessageAttributes });
  await ask(sendMessage, send(1013));
  expect((await fail(sendMessage, send(1014))).message).toContain('shorter than 1024 bytes');
});

test.each([
  [
    { a: { DataType: 'Text', StringValue: 'x' } },
    "The type of message (user) attribute 'a' is invalid. " +
      'You must use only the following supported type prefixes: Binary, Number, String.',
  ],
  [
    { ErrorDetails: string('') },
    "Message (user) attribute 'ErrorDetails' must contain a non-empty value of type 'String'.",
  ],
  [
    { a: { DataType: 'Binary.gif', BinaryValue: Buffer.of() } },
    "Message (user) attribute 'a' must contain a non-empty value of type 'Binary'.",
  ],
  [
    { a: { DataType: 'Number.int', StringValue: 'one' } },
    "Can't cast the value of message (user) attribute 'a' to a number.",
  ],
  [{ 'AWS.a': string('x') }, "The name of message (user) attribute 'AWS.a' is invalid."],
  [{ 'a..b': string('x') }, "The name of message (user) attribute 'a..b' is invalid."],
  [
    Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`a${n}`, string('x')])),
    'Number of message attributes [11] exceeds the allowed maximum [10].',
  ],
])('refuses the attributes %j', async (MessageAttributes, message) => {
  const { fail } = await startSqs();
  const input = { QueueUrl, MessageBody: 'a', MessageAttributes };
  expect(await fail(sendMessage, input)).toMatchObject({
    queryCode: 'InvalidParameterValue',
    message,
  });
});

test.each([
  [
    { DelaySeconds: 901 },
    'Value 901 for parameter DelaySeconds is invalid. ' +
      'Reason: DelaySeconds must be >= 0 and <= 900.',
  ],
  [
    { MessageDeduplicationId: 'x' },
    'Value x for parameter MessageDeduplicationId is invalid. ' +
      'Reason: The request include parameter that is not valid for this queue type.',
  ],
  [
    { MessageGroupId: 'group 123' },
    'Value group 123 for parameter MessageGroupId is invalid. Reason: MessageGroupId can only ' +
      'include alphanumeric and punctuation characters. 1 to 128 in length.',
  ],
  [
    { MessageSystemAttributes: { Colour: string('red') } },
    "Message system attribute name 'Colour' is invalid.",
  ],
])('refuses %j', async (part, message) => {
  const { fail } = await startSqs();
  const input = { QueueUrl, MessageBody: 'a', ...part };
  expect(await fail(sendMessage, input)).toMatchObject({
    queryCode: 'InvalidParameterValue',
    message,
  });
});

test('refuses lists as values of attributes, as AWS does', async () => {
  const { fail } = await startSqs();
  const MessageAttributes = { a: { DataType: 'String', StringListValues: ['x'] } };
  const input = { QueueUrl, MessageBody: 'a', MessageAttributes };
  expect(await fail(sendMessage, input)).toMatchObject({ code: 'UnsupportedOperation' });
});
