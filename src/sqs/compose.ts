import { hash } from 'node:crypto';
import type { MessageContent, Sending, SentMessage } from './message.ts';
import { md5OfAttributes } from './message-attributes.ts';

/** The message that a draft becomes. */
export function composeMessage({ draft, senderId, random }: Sending): MessageContent {
  return {
    messageId: random.uuid(),
    senderId,
    body: draft.body,
    bodyMd5: hash('md5', draft.body, 'hex'),
    ...(draft.attributes && { attributes: draft.attributes }),
    ...(draft.systemAttributes && { systemAttributes: draft.systemAttributes }),
    ...(draft.groupId !== undefined && { groupId: draft.groupId }),
  };
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
