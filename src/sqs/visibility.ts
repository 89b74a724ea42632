import type { Transaction } from '../store/store.ts';
import { isWithin, LIMITS, REQUEST_RULES } from './limits.ts';
import type { Queue } from './queue.ts';
import { invalidParameter } from './queue-error.ts';
import { removeMessage, writeState } from './queue-store.ts';
import { parseReceiptHandle } from './receipt-handle.ts';

/** A wish to hide a received message for longer, or no longer. */
export interface VisibilityChange {
  readonly receiptHandle: string;
  /** Counted from now. */
  readonly visibilityTimeoutSeconds: number;
}

/**
 * Hides a received message until the given number of seconds from now. That a message can be
 * hidden again whose timeout has passed, but which nobody has received since, was observed on AWS.
 *
 * @throws QueueError ReceiptHandleIsInvalid, or InvalidParameterValue when the timeout is out of
 *   bounds, or the message is gone or was received again
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
 * Deletes a received message. A handle that is not the message's latest, or whose message is gone,
 * changes nothing and is no error: what a standard queue may do with it (Amazon SQS API reference).
 *
 * @throws QueueError ReceiptHandleIsInvalid
 */
export function deleteReceived(
  transaction: Transaction,
  queue: Queue,
  receiptHandle: string,
): void {
  const { messageNumber, token } = parseReceiptHandle(receiptHandle, queue.record.id);
  const state = queue.index.state(messageNumber);
  if (state?.receipt?.token === token) removeMessage(transaction, queue, messageNumber);
}
