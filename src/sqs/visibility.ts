import type { Transaction } from '../store/store.ts';
import { isWithin, LIMITS, REQUEST_RULES } from './limits.ts';
import { removeMessage, writeState } from './message-store.ts';
import type { Queue } from './queue.ts';
import { invalidParameter } from './queue-error.ts';
import { parseReceiptHandle } from './receipt-handle.ts';

/** A wish to hide a received message for longer, or no longer. */
export interface VisibilityChange {
  readonly receiptHandle: string;
  /** Counted from now. */
  readonly visibilityTimeoutSeconds: number;
}

/** The text was observed on AWS, when a message of a FIFO queue was deleted. */
function expired(receiptHandle: string) {
  return invalidParameter('ReceiptHandle', receiptHandle, 'The receipt handle has expired.');
}

/**
 * Hides a received message until the given number of seconds from now. That a message can be
 * hidden again whose timeout has passed, but which nobody has received since, was observed on AWS
 * of a standard queue.
 *
 * @throws QueueError ReceiptHandleIsInvalid, or InvalidParameterValue when the timeout is out of
 *   bounds, or the message is gone or was received again, or in a FIFO queue is visible again
 */
export function changeVisibility(
  transaction: Transaction,
  queue: Queue,
  { receiptHandle, visibilityTimeoutSeconds, nowMs }: VisibilityChange & { readonly nowMs: number },
): void {
  const rule = REQUEST_RULES.visibilityTimeoutSeconds;
  if (!isWithin(rule, visibilityTimeoutSeconds)) {
    const reason = `Must be between ${rule.min} and ${rule.max}, if provided.`;
    throw invalidParameter(rule.name, visibilityTimeoutSeconds, reason);
  }
  const { messageNumber, token } = parseReceiptHandle(receiptHandle, queue.record.id);
  const state = queue.index.state(messageNumber);
  if (state?.receipt?.token !== token) {
    throw invalidParameter(
      'ReceiptHandle',
      receiptHandle,
      'Message does not exist or is not available for visibility timeout change.',
    );
  }
  if (queue.kind.receiptsExpire && state.visibleAtMs <= nowMs) throw expired(receiptHandle);
  const visibleAtMs = nowMs + visibilityTimeoutSeconds * 1000;
  if (visibleAtMs > state.receipt.receivedAtMs + LIMITS.totalVisibilitySeconds * 1000) {
    throw invalidParameter(
      rule.name,
      visibilityTimeoutSeconds,
      'Total VisibilityTimeout for the message is beyond the limit ' +
        `[${LIMITS.totalVisibilitySeconds} seconds]`,
    );
  }
  writeState(transaction, queue, { number: messageNumber, state: { ...state, visibleAtMs } });
}

/**
 * Deletes a received message. A handle whose message is gone changes nothing and is no error. So is
 * one that is not the message's latest in a standard queue (Amazon SQS API reference), while a FIFO
 * queue refuses it, and one whose message is visible again (observed on AWS).
 *
 * @throws QueueError ReceiptHandleIsInvalid, or InvalidParameterValue
 */
export function deleteReceived(
  transaction: Transaction,
  queue: Queue,
  { receiptHandle, nowMs }: Pick<VisibilityChange, 'receiptHandle'> & { readonly nowMs: number },
): void {
  const { messageNumber, token } = parseReceiptHandle(receiptHandle, queue.record.id);
  const state = queue.index.state(messageNumber);
  if (!state) return;
  const isLatest = state.receipt?.token === token;
  if (queue.kind.receiptsExpire && !(isLatest && nowMs < state.visibleAtMs)) {
    throw expired(receiptHandle);
  }
  if (!isLatest) return;
  removeMessage(transaction, queue, messageNumber);
  transaction.afterCommit(() => queue.usage.deleted());
}
