import type { Transaction } from '../store/store.ts';
import { composeMessage, describeSent } from './compose.ts';
import type { KeptMessage, Sending, SentMessage } from './message.ts';
import { checkDraft, notOfThisQueueType } from './message-check.ts';
import { addMessage } from './message-store.ts';
import type { Queue, QueueKind } from './queue.ts';
import { StandardLine } from './standard-line.ts';

/** What a standard queue does. */
export class StandardQueue implements QueueKind {
  readonly line = new StandardLine();
  readonly lastNumber = -1;
  readonly receiptsExpire = false;
  readonly tellsOverLimit = true;
  readonly movesRestartRetention = false;
  readonly attempts = undefined;

  checkBatch(): void {}

  send(transaction: Transaction, queue: Queue, sending: Sending): SentMessage {
    const { draft, nowMs } = sending;
    const { settings } = queue.record;
    if (draft.deduplicationId !== undefined) {
      throw notOfThisQueueType('MessageDeduplicationId', draft.deduplicationId);
    }
    checkDraft(sending, settings.maximumMessageBytes);
    const content = composeMessage(sending);
    const delayMs = (draft.delaySeconds ?? settings.delaySeconds) * 1000;
    const state = { sentAtMs: nowMs, visibleAtMs: nowMs + delayMs, receiveCount: 0 };
    this.add(transaction, queue, { content, state });
    return describeSent(content);
  }

  add(transaction: Transaction, queue: Queue, message: KeptMessage): void {
    addMessage(transaction, queue, message);
  }

  /** A message keeps the delay that it was sent with (Amazon SQS API reference). */
  changeSettings(): void {}
}
