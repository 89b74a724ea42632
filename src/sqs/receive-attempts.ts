import type { Transaction } from '../store/store.ts';
import { describeReceived } from './compose.ts';
import type { MessageState, ReceivedMessage } from './message.ts';
import { readContent, writeState } from './message-store.ts';
import type { Queue } from './queue.ts';
import { formatReceiptHandle, parseReceiptHandle } from './receipt-handle.ts';

/** A receive under an id of the receiver's own. */
interface NamedAttempt {
  readonly attemptId: string;
  readonly visibilityTimeoutSeconds: number;
  readonly nowMs: number;
}

/** Remembers what a receive was given, so that it can be given it again. */
export function rememberAttempt(
  transaction: Transaction,
  queue: Queue,
  attempt: NamedAttempt & { readonly received: readonly ReceivedMessage[] },
): void {
  const { attemptId, received, nowMs } = attempt;
  const receipts = received.map(({ receiptHandle }) => {
    const { messageNumber, token } = parseReceiptHandle(receiptHandle, queue.record.id);
    return { number: messageNumber, token };
  });
  const value = { receipts, visibleAtMs: visibleAtMsOf(attempt) };
  queue.kind.attempts?.put(transaction, attemptId, { value, nowMs });
}

/**
 * Receives again what an earlier receive of the same id was given, with the same handles, hidden
 * from now on; nothing when that is more than five minutes ago, or one of the messages was deleted,
 * hidden or shown since, or is visible again (Amazon SQS API reference, ReceiveRequestAttemptId).
 */
export function receiveAgain(
  transaction: Transaction,
  queue: Queue,
  attempt: NamedAttempt,
): ReceivedMessage[] {
  const { attemptId, nowMs } = attempt;
  const before = queue.kind.attempts?.get(transaction, attemptId, nowMs);
  if (!before || before.visibleAtMs <= nowMs) return [];
  const isUntouched = before.receipts.every(({ number, token }) => {
    const state = queue.index.state(number);
    return state?.receipt?.token === token && state.visibleAtMs === before.visibleAtMs;
  });
  if (!isUntouched) return [];
  const value = { ...before, visibleAtMs: visibleAtMsOf(attempt) };
  queue.kind.attempts?.put(transaction, attemptId, { value, nowMs });
  return before.receipts.map(({ number, token }) => {
    const state = queue.index.state(number) as MessageState;
    writeState(transaction, queue, { number, state: { ...state, visibleAtMs: value.visibleAtMs } });
    return describeReceived(readContent(transaction, queue, number), {
      receiptHandle: formatReceiptHandle({
        queueId: queue.record.id,
        messageNumber: number,
        token,
      }),
      sentAtMs: state.sentAtMs,
      receiveCount: state.receiveCount,
      firstReceivedAtMs: state.firstReceivedAtMs ?? nowMs,
    });
  });
}

function visibleAtMsOf({ nowMs, visibilityTimeoutSeconds }: NamedAttempt): number {
  return nowMs + visibilityTimeoutSeconds * 1000;
}
