import type { MessageDraft } from '../../sqs/message.ts';
import type { MessageAttribute, MessageAttributes } from '../../sqs/message-attributes.ts';
import { QueueError } from '../../sqs/queue-error.ts';
import { blob, type Infer, integer, required, string, structure } from '../../wire/shape.ts';
import { given } from './parameters.ts';
import { flatList, flatMap } from './shapes.ts';

const attributeValue = structure({
  StringValue: string(),
  BinaryValue: blob(),
  StringListValues: flatList('StringListValue', string()),
  BinaryListValues: flatList('BinaryListValue', blob()),
  DataType: required(string()),
});

/** Message attributes by name, in requests and responses. */
export const messageAttributes = flatMap('MessageAttribute', attributeValue);

/** What SendMessage and an entry of SendMessageBatch have in common. */
export const MESSAGE_MEMBERS = {
  MessageBody: string(),
  DelaySeconds: integer(),
  MessageAttributes: messageAttributes,
  MessageSystemAttributes: flatMap('MessageSystemAttribute', attributeValue),
  MessageDeduplicationId: string(),
  MessageGroupId: string(),
};

const messageMembers = structure(MESSAGE_MEMBERS);
type MessageInput = Infer<typeof messageMembers>;

/**
 * What a request asks to be sent.
 *
 * @throws QueueError MissingParameter, InvalidParameterValue or UnsupportedOperation
 */
export function toDraft(input: MessageInput): MessageDraft {
  for (const name of Object.keys(input.MessageSystemAttributes ?? {})) {
    if (name !== 'AWSTraceHeader') throw unknownSystemAttribute(name);
  }
  return {
    body: given(input.MessageBody, 'MessageBody'),
    delaySeconds: input.DelaySeconds,
    groupId: input.MessageGroupId,
    deduplicationId: input.MessageDeduplicationId,
    attributes: toAttributes(input.MessageAttributes),
    systemAttributes: toAttributes(input.MessageSystemAttributes),
  };
}

type AttributesInput = Infer<typeof messageAttributes>;

function toAttributes(input: AttributesInput | undefined): MessageAttributes | undefined {
  if (!input || Object.keys(input).length === 0) return undefined;
  const entries = Object.entries(input).map(([name, value]) => [name, toAttribute(value)]);
  return Object.fromEntries(entries);
}

function toAttribute(value: Infer<typeof attributeValue>): MessageAttribute {
  const { DataType, StringValue, BinaryValue, StringListValues, BinaryListValues } = value;
  if (StringListValues?.length || BinaryListValues?.length) {
    throw new QueueError(
      'UnsupportedOperation',
      'Message attribute list values in SendMessage operation are not supported.',
    );
  }
  return {
    dataType: DataType,
    ...(StringValue !== undefined && { stringValue: StringValue }),
    ...(BinaryValue?.length && { binaryValue: BinaryValue }),
  };
}

function unknownSystemAttribute(name: string): QueueError {
  return new QueueError(
    'InvalidParameterValue',
    `Message system attribute name '${name}' is invalid.`,
  );
}

/** Message attributes as responses show them. */
export function showMessageAttributes(
  attributes: MessageAttributes | undefined,
): AttributesInput | undefined {
  if (!attributes) return undefined;
  const entries = Object.entries(attributes).map(([name, attribute]) => {
    const { dataType, stringValue, binaryValue } = attribute;
    return [name, { DataType: dataType, StringValue: stringValue, BinaryValue: binaryValue }];
  });
  return Object.fromEntries(entries);
}
