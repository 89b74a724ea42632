import { hash } from 'node:crypto';
import type { Scope } from '../aws/scope.ts';
import type { Reader, Transaction } from '../store/store.ts';
import { composeMessage, describeSent } from './compose.ts';
import { FifoLine } from './fifo-line.ts';
import type { KeptMessage, MessageDraft, Sending, SentMessage } from './message.ts';
import { checkDraft, missing, notOfThisQueueType } from './message-check.ts';
import { addMessage, nextNumber, writeState } from './message-store.ts';
import type { Queue, QueueKind, ReceiveAttemptRecord } from './queue.ts';
import { QueueError } from './queue-error.ts';
import type { QueueSettings } from './queue-settings.ts';
import { queueKey, readLastNumber, writeLastNumber } from './queue-store.ts';
import { TimedEntries } from './timed-entries.ts';

/** For how long a deduplication id and a receive attempt id count (Amazon SQS API reference). */
const INTERVAL_MS = 300_000;

/** The message that was sent under a deduplication id. */
type Original = Pick<SentMessage, 'messageId' | 'sequenceNumber'>;

/** What a FIFO queue does. */
export class FifoQueue implements QueueKind {
  readonly line = new FifoLine();
  readonly lastNumber: number;
  readonly receiptsExpire = true;
  readonly tellsOverLimit = false;
  readonly movesRestartRetention = true;
  readonly attempts: TimedEntries<ReceiveAttemptRecord>;
  readonly #originals: TimedEntries<Original>;

  /** Takes over what is kept for the queue of that id. */
  constructor(reader: Reader, scope: Scope, queueId: string) {
    this.lastNumber = readLastNumber(reader, scope, queueId);
    const attempts = queueKey('receive-attempts', scope, queueId);
    this.attempts = new TimedEntries(reader, attempts, INTERVAL_MS);
    const originals = queueKey('deduplications', scope, queueId);
    this.#originals = new TimedEntries(reader, originals, INTERVAL_MS);
  }

  /** That a batch is refused as a whole, and with this code for both, was observed on AWS. */
  checkBatch(queue: Queue, drafts: readonly MessageDraft[]): void {
    for (const draft of drafts) {
      if (draft.groupId === undefined) {
        throw new QueueError('InvalidParameterValue', missing('MessageGroupId').message);
      }
      deduplicationIdOf(draft, queue.record.settings);
    }
  }

  /** A message whose deduplication id was used lately is accepted, and not delivered. */
  send(transaction: Transaction, queue: Queue, sending: Sending): SentMessage {
    const { draft, nowMs } = sending;
    const { settings } = queue.record;
    if (draft.groupId === undefined) throw missing('MessageGroupId');
    const deduplicationId = deduplicationIdOf(draft, settings);
    // Zero means the delay of the queue; both were observed on AWS.
    if (draft.delaySeconds) throw notOfThisQueueType('DelaySeconds', draft.delaySeconds);
    checkDraft(sending, settings.maximumMessageBytes);
    const content = composeMessage(sending, deduplicationId);
    const isOfGroup = settings.deduplicationScope === 'messageGroup';
    const id = isOfGroup ? `${deduplicationId} ${draft.groupId}` : deduplicationId;
    const original = this.#originals.get(transaction, id, nowMs);
    if (original) return { ...describeSent(content), ...original };
    const visibleAtMs = nowMs + settings.delaySeconds * 1000;
    const state = { sentAtMs: nowMs, visibleAtMs, receiveCount: 0, groupId: draft.groupId };
    const sequenceNumber = this.add(transaction, queue, { content, state });
    const sent = { ...describeSent(content), sequenceNumber };
    this.#originals.put(transaction, id, {
      value: { messageId: sent.messageId, sequenceNumber },
      nowMs,
    });
    return sent;
  }

  /** Answers the sequence number; a message that was in a FIFO queue before keeps the one it has. */
  add(transaction: Transaction, queue: Queue, { content, state }: KeptMessage): string {
    const number = nextNumber(transaction, queue);
    const { sequenceNumber = formatSequenceNumber(number) } = content;
    writeLastNumber(transaction, queue, number);
    addMessage(transaction, queue, { content: { ...content, sequenceNumber }, state });
    return sequenceNumber;
  }

  /** A changed delay holds for messages that are there already, too (Amazon SQS API reference). */
  changeSettings(transaction: Transaction, queue: Queue, after: QueueSettings): void {
    if (after.delaySeconds === queue.record.settings.delaySeconds) return;
    for (const { number, state } of queue.index.messages()) {
      if (state.receiveCount > 0) continue;
      const visibleAtMs = state.sentAtMs + after.delaySeconds * 1000;
      writeState(transaction, queue, { number, state: { ...state, visibleAtMs } });
    }
  }
}

/** The text was observed on AWS. */
function deduplicationIdOf({ deduplicationId, body }: MessageDraft, settings: QueueSettings) {
  if (deduplicationId !== undefined) return deduplicationId;
  if (settings.contentBasedDeduplication) return hash('sha256', body, 'hex');
  throw new QueueError(
    'InvalidParameterValue',
    'The queue should either have ContentBasedDeduplication enabled or ' +
      'MessageDeduplicationId provided explicitly',
  );
}

/** 20 digits, as on AWS; where they begin, and their distance, is our choice. */
function formatSequenceNumber(number: number): string {
  return String(18_850_000_000_000_000_000n + 256n * BigInt(number));
}
