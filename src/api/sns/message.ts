import type { MessageAttributes } from '../../sns/message-attributes.ts';
import { MOST_MESSAGE_BYTES, messageBytes } from '../../sns/message-check.ts';
import type { Publication } from '../../sns/publication.ts';
import { invalidParameter } from '../../sns/topic-error.ts';
import { blob, type Infer, map, required, string, structure } from '../../wire/shape.ts';

const messageAttribute = structure({
  DataType: required(string()),
  StringValue: string(),
  BinaryValue: blob(),
});

/** What Publish and each entry of PublishBatch have in common. */
export const messageMembers = {
  Message: required(string()),
  Subject: string(),
  MessageStructure: string(),
  MessageAttributes: map(messageAttribute, { keyAs: 'Name', valueAs: 'Value' }),
  MessageDeduplicationId: string(),
  MessageGroupId: string(),
} as const;

const message = structure(messageMembers);

/** @throws TopicError InvalidParameter */
export function readMessage(input: Infer<typeof message>): Publication {
  const { Message, Subject: subject, MessageAttributes } = input;
  return {
    ...textsOf(Message, input.MessageStructure),
    subject,
    ...(MessageAttributes && { attributes: readAttributes(MessageAttributes) }),
  };
}

function readAttributes(
  given: Readonly<Record<string, Infer<typeof messageAttribute>>>,
): MessageAttributes {
  return Object.fromEntries(
    Object.entries(given).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        dataType: DataType,
        ...(StringValue !== undefined && { stringValue: StringValue }),
        ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
      },
    ]),
  );
}

/** The texts for each protocol out of a message that has several. */
function textsOf(
  message: string,
  messageStructure: string | undefined,
): Pick<Publication, 'message' | 'messages'> {
  if (messageStructure === undefined) return { message };
  if (messageStructure !== 'json') throw invalidParameter('MessageStructure');
  // The quota is one of the whole message, of which each of its texts is a part.
  if (messageBytes(message) > MOST_MESSAGE_BYTES) throw invalidParameter('Message too long');
  const texts = parsed(message);
  const { default: common, sqs = common, lambda = common } = texts as Record<string, unknown>;
  if (typeof common === 'string' && typeof sqs === 'string' && typeof lambda === 'string')
    return { message: common, messages: { sqs, lambda } };
  throw invalidParameter('Message Structure - No default entry in JSON message body');
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // What is no JSON is told below, as what is no object.
  }
  throw invalidParameter('Message Structure - JSON message body failed to parse');
}
