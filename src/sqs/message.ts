import type { Random } from '../random/random.ts';
import type { MessageAttributes } from './message-attributes.ts';

/** What a sender asks for. */
export interface MessageDraft {
  readonly body: string;
  readonly attributes?: MessageAttributes | undefined;
  /** The system attributes that a sender may set: only `AWSTraceHeader` so far. */
  readonly systemAttributes?: MessageAttributes | undefined;
  /** Instead of the queue's own delay. */
  readonly delaySeconds?: number | undefined;
  /** Orders the messages of a FIFO queue; on a standard queue it is kept and shown, no more. */
  readonly groupId?: string | undefined;
  /** FIFO queues only: a second message with it is not delivered for five minutes. */
  readonly deduplicationId?: string | undefined;
}

/** A message to be sent: by whom, when, and with the chance that names it. */
export interface Sending {
  readonly draft: MessageDraft;
  readonly senderId: string;
  /** Whether it is one of several, of which SQS says some things otherwise. */
  readonly isInBatch: boolean;
  readonly nowMs: number;
  readonly random: Random;
}

/** The part of a message that never changes, kept apart so that a receive need not rewrite it. */
export interface MessageContent {
  readonly messageId: string;
  readonly senderId: string;
  readonly body: string;
  readonly bodyMd5: string;
  readonly attributes?: MessageAttributes;
  readonly systemAttributes?: MessageAttributes;
  readonly groupId?: string;
  /** In a FIFO queue. */
  readonly deduplicationId?: string;
  /** In a FIFO queue: 20 digits, greater than those of earlier messages. */
  readonly sequenceNumber?: string;
  /** The queue that gave the message up, in a dead-letter queue. */
  readonly deadLetterSourceArn?: string;
}

/** The part of a message that every receive changes. */
export interface MessageState {
  /** When it was first sent, to whichever queue. */
  readonly sentAtMs: number;
  /** From when on it can be received. */
  readonly visibleAtMs: number;
  readonly receiveCount: number;
  readonly firstReceivedAtMs?: number;
  /** In a FIFO queue: what the message is ordered by. */
  readonly groupId?: string;
  /** The latest receive in this queue; absent before the first one. */
  readonly receipt?: Receipt;
}

/** One receive of a message. */
interface Receipt {
  /** Tells this receive from every other one. */
  readonly token: string;
  readonly receivedAtMs: number;
}

/** What the sender is told. */
export interface SentMessage {
  readonly messageId: string;
  readonly bodyMd5: string;
  readonly attributesMd5: string | undefined;
  readonly systemAttributesMd5: string | undefined;
  /** From a FIFO queue. */
  readonly sequenceNumber?: string | undefined;
}

/** A message with its state, as a queue keeps it. */
export interface KeptMessage {
  readonly content: MessageContent;
  readonly state: MessageState;
}

/** What the receiver is given: the message, and of this receive what tells it from others. */
export interface ReceivedMessage extends MessageContent {
  readonly receiptHandle: string;
  readonly sentAtMs: number;
  readonly receiveCount: number;
  readonly firstReceivedAtMs: number;
}
