import { formatArn } from '../aws/arn.ts';
import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import type { Transaction } from '../store/store.ts';
import { LongPolls } from './long-polls.ts';
import type {
  KeptMessage,
  MessageDraft,
  ReceivedMessage,
  Sending,
  SentMessage,
} from './message.ts';
import { MessageIndex, type MessageLine } from './message-index.ts';
import { QueueError } from './queue-error.ts';
import type { QueueSettings } from './queue-settings.ts';
import { QueueUsage } from './queue-usage.ts';
import type { TimedEntries } from './timed-entries.ts';

/** What is kept of a queue besides its messages. */
export interface QueueRecord {
  /** Tells this queue from an earlier one of its name. */
  readonly id: string;
  readonly settings: QueueSettings;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  readonly purgedAtMs?: number;
}

/** What a receive with an attempt id was given: of each message, which receive it was. */
export interface ReceiveAttemptRecord {
  readonly receipts: readonly { readonly number: number; readonly token: string }[];
  /** Until when the messages were hidden; none may have been hidden or shown since. */
  readonly visibleAtMs: number;
}

/** What standard queues and FIFO queues do differently. */
export interface QueueKind {
  readonly line: MessageLine;
  /** The greatest message number that was ever given, where that is kept; else -1. */
  readonly lastNumber: number;
  /** Whether a receipt handle is refused whose message is visible again, or was received again. */
  readonly receiptsExpire: boolean;
  /** Whether a receiver is told of too many messages in flight, or is just given none. */
  readonly tellsOverLimit: boolean;
  /** Whether the retention period of a message begins anew in a dead-letter queue. */
  readonly movesRestartRetention: boolean;
  /** What was received with attempt ids lately; undefined where there are no such ids. */
  readonly attempts: TimedEntries<ReceiveAttemptRecord> | undefined;
  /** Throws a QueueError for a whole batch, for what one of its messages lacks. */
  checkBatch(queue: Queue, drafts: readonly MessageDraft[]): void;
  /** Sends a message as part of a transaction; throws a QueueError when it cannot be taken. */
  send(transaction: Transaction, queue: Queue, sending: Sending): SentMessage;
  /** Puts a message behind all others, as it is. */
  add(transaction: Transaction, queue: Queue, message: KeptMessage): void;
  /** Brings the messages in line with settings that are about to hold. */
  changeSettings(transaction: Transaction, queue: Queue, after: QueueSettings): void;
}

/** A queue at work. */
export interface Queue {
  readonly scope: Scope;
  readonly name: string;
  readonly arn: string;
  /** What is kept of it; replaced when it changes. */
  record: QueueRecord;
  readonly kind: QueueKind;
  readonly index: MessageIndex;
  readonly polls: LongPolls<Promise<ReceivedMessage[]>>;
  readonly usage: QueueUsage;
}

/** What queues work with, besides the store. */
export interface QueueSurroundings {
  readonly clock: Clock;
  /** Called when a queue is used for the first time since its meter was read. */
  readonly onUse: () => void;
}

/** Sets up a queue with no messages in its index yet. */
export function createQueue(
  { clock, onUse }: QueueSurroundings,
  { scope, name, record, kind }: Pick<Queue, 'scope' | 'name' | 'record' | 'kind'>,
): Queue {
  const index = new MessageIndex(kind.line, kind.lastNumber);
  const polls = new LongPolls<Promise<ReceivedMessage[]>>(clock, () =>
    kind.line.nextVisibleAtMs(clock.now()),
  );
  const usage = new QueueUsage(onUse);
  return { scope, name, arn: formatArn(scope, 'sqs', name), record, kind, index, polls, usage };
}

/** The error for a queue that is not there, with the text of the JSON protocol. */
export function queueDoesNotExist(): QueueError {
  return new QueueError('QueueDoesNotExist', 'The specified queue does not exist.');
}
