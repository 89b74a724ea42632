import { hash } from 'node:crypto';
import type { MessageContent, ReceivedMessage, Sending, SentMessage } from './message.ts';
import { md5OfAttributes } from './message-attributes.ts';

type Composed = { -readonly [Name in keyof MessageContent]: MessageContent[Name] };

/** The message that a draft becomes; what it has not is not there, so that nothing is kept of it. */
export function composeMessage(
  { draft, senderId, random }: Sending,
  deduplicationId?: string,
): MessageContent {
  const { body, attributes, systemAttributes, groupId } = draft;
  const bodyMd5 = hash('md5', body, 'hex');
  const content: Composed = { messageId: random.uuid(), senderId, body, bodyMd5 };
  if (attributes) content.attributes = attributes;
  if (systemAttributes) content.systemAttributes = systemAttributes;
  if (groupId !== undefined) content.groupId = groupId;
  if (deduplicationId !== undefined) content.deduplicationId = deduplicationId;
  return content;
}

/** What the sender of a message is told of it. */
export function describeSent(content: MessageContent): SentMessage {
  return {
    messageId: content.messageId,
    bodyMd5: content.bodyMd5,
    attributesMd5: md5OfAttributes(content.attributes),
    systemAttributesMd5: md5OfAttributes(content.systemAttributes),
  };
}

/**
 * What the receiver of a message is given. Spelled out, as a copy with `...` takes as long as all
 * the rest of a receive.
 */
export function describeReceived(
  content: MessageContent,
  receive: Omit<ReceivedMessage, keyof MessageContent>,
): ReceivedMessage {
  return {
    messageId: content.messageId,
    senderId: content.senderId,
    body: content.body,
    bodyMd5: content.bodyMd5,
    attributes: content.attributes,
    systemAttributes: content.systemAttributes,
    groupId: content.groupId,
    deduplicationId: content.deduplicationId,
    sequenceNumber: content.sequenceNumber,
    deadLetterSourceArn: content.deadLetterSourceArn,
    receiptHandle: receive.receiptHandle,
    sentAtMs: receive.sentAtMs,
    receiveCount: receive.receiveCount,
    firstReceivedAtMs: receive.firstReceivedAtMs,
  };
}
