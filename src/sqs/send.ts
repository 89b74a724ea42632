import { hash } from 'node:crypto';
import type { Random } from '../random/random.ts';
import type { Transaction } from '../store/store.ts';
import type { MessageContent, MessageDraft, SentMessage } from './message.ts';
import { md5OfAttributes } from './message-attributes.ts';
import { checkDraft } from './message-check.ts';
import type { Queue } from './queue.ts';
import { addMessage } from './queue-store.ts';

/** Who sends, when, and the chance that names the message. */
export interface SendContext {
  readonly senderId: string;
  readonly nowMs: number;
  readonly random: Random;
}

/**
 * Sends a message as part of a transaction.
 *
 * @throws QueueError when the message is not one that the queue takes
 */
export function send(
  transaction: Transaction,
  queue: Queue,
  { draft, senderId, nowMs, random }: SendContext & { readonly draft: MessageDraft },
): SentMessage {
  const { settings } = queue.record;
  checkDraft(draft, settings.maximumMessageBytes);
  const delaySeconds = draft.delaySeconds ?? settings.delaySeconds;
  const content: MessageContent = {
    messageId: random.uuid(),
    senderId,
    body: draft.body,
    bodyMd5: hash('md5', draft.body, 'hex'),
    ...(draft.attributes && { attributes: draft.attributes }),
    ...(draft.systemAttributes && { systemAttributes: draft.systemAttributes }),
    ...(draft.groupId !== undefined && { groupId: draft.groupId }),
  };
  const state = { sentAtMs: nowMs, visibleAtMs: nowMs + delaySeconds * 1000, receiveCount: 0 };
  addMessage(transaction, queue, { content, state });
  return {
    messageId: content.messageId,
    bodyMd5: content.bodyMd5,
    attributesMd5: md5OfAttributes(content.attributes),
    systemAttributesMd5: md5OfAttributes(content.systemAttributes),
  };
}
