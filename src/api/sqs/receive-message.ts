import type { ReceivedMessage } from '../../sqs/message.ts';
import { md5OfAttributes, selectAttributes } from '../../sqs/message-attributes.ts';
import type { Queues } from '../../sqs/queues.ts';
import { integer, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { messageAttributes, showMessageAttributes } from './message-shape.ts';
import { queueNameOf } from './queue-url.ts';
import { attributesShape, flatList, queueUrlShape } from './shapes.ts';
import { checkSystemAttributeNames, showSystemAttributes } from './system-attributes.ts';

const message = structure({
  MessageId: string(),
  ReceiptHandle: string(),
  MD5OfBody: string(),
  Body: string(),
  Attributes: attributesShape,
  MD5OfMessageAttributes: string(),
  MessageAttributes: messageAttributes,
});

export const receiveMessage = operation<Queues>()({
  name: 'ReceiveMessage',
  input: structure({
    QueueUrl: queueUrlShape,
    AttributeNames: flatList('AttributeName', string()),
    MessageSystemAttributeNames: flatList('MessageSystemAttributeName', string()),
    MessageAttributeNames: flatList('MessageAttributeName', string()),
    MaxNumberOfMessages: integer(),
    VisibilityTimeout: integer(),
    WaitTimeSeconds: integer(),
    ReceiveRequestAttemptId: string(),
  }),
  output: structure({ Messages: flatList('Message', message) }),
  async handle(queues, input, context) {
    const { AttributeNames = [], MessageSystemAttributeNames = [] } = input;
    const name = queueNameOf(input.QueueUrl, context);
    const systemNames = [...AttributeNames, ...MessageSystemAttributeNames];
    checkSystemAttributeNames(systemNames);
    const received = await queues.receiveMessages(context.scope, name, {
      maxMessages: input.MaxNumberOfMessages,
      visibilityTimeoutSeconds: input.VisibilityTimeout,
      waitSeconds: input.WaitTimeSeconds,
      attemptId: input.ReceiveRequestAttemptId,
      signal: context.signal,
    });
    if (received.length === 0) return {};
    const names = input.MessageAttributeNames ?? [];
    return { Messages: received.map((one) => show(one, systemNames, names)) };
  },
});

/** The checksum is that of the attributes shown, as observed on AWS. */
function show(
  received: ReceivedMessage,
  systemNames: readonly string[],
  attributeNames: readonly string[],
) {
  const attributes = selectAttributes(received.attributes, attributeNames);
  return {
    MessageId: received.messageId,
    ReceiptHandle: received.receiptHandle,
    MD5OfBody: received.bodyMd5,
    Body: received.body,
    Attributes: showSystemAttributes(received, systemNames),
    MD5OfMessageAttributes: md5OfAttributes(attributes),
    MessageAttributes: showMessageAttributes(attributes),
  };
}
