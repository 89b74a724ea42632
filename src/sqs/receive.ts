import type { Random } from '../random/random.ts';
import type { Transaction } from '../store/store.ts';
import { describeReceived } from './compose.ts';
import type { MessageState, ReceivedMessage } from './message.ts';
import { readContent, removeMessage, writeState } from './message-store.ts';
import type { Queue } from './queue.ts';
import { formatReceiptHandle } from './receipt-handle.ts';
import { rememberAttempt } from './receive-attempts.ts';

/** One attempt to receive. */
export interface ReceiveAttempt {
  /** The messages that are next, by number. */
  readonly numbers: readonly number[];
  readonly visibilityTimeoutSeconds: number;
  /** Where messages go that were received too often; undefined when they stay. */
  readonly deadLetterQueue: Queue | undefined;
  /** Under which the messages can be received again; in a FIFO queue only. */
  readonly attemptId?: string | undefined;
  readonly nowMs: number;
  readonly random: Random;
}

/**
 * Receives the given messages as part of a transaction: hides each for the visibility timeout, or
 * moves it to the dead-letter queue when this receive would be one too many, which is when a
 * message moves on AWS too (Amazon SQS API reference, RedrivePolicy).
 */
export function receive(
  transaction: Transaction,
  queue: Queue,
  attempt: ReceiveAttempt,
): ReceivedMessage[] {
  const limit = queue.record.settings.redrivePolicy?.maxReceiveCount ?? Number.POSITIVE_INFINITY;
  const received: ReceivedMessage[] = [];
  for (const number of attempt.numbers) {
    const state = queue.index.state(number) as MessageState;
    if (attempt.deadLetterQueue && state.receiveCount + 1 > limit) {
      moveToDeadLetterQueue(transaction, queue, { number, state, ...attempt });
    } else {
      received.push(hide(transaction, queue, { number, state, ...attempt }));
    }
  }
  if (received.length > 0) transaction.afterCommit(() => queue.usage.received(received.length));
  if (attempt.attemptId !== undefined && received.length > 0) {
    rememberAttempt(transaction, queue, { ...attempt, attemptId: attempt.attemptId, received });
  }
  return received;
}

type Candidate = ReceiveAttempt & { readonly number: number; readonly state: MessageState };

function hide(transaction: Transaction, queue: Queue, candidate: Candidate): ReceivedMessage {
  const { number, state, nowMs, random, visibilityTimeoutSeconds } = candidate;
  const token = random.hex(32);
  const receiveCount = state.receiveCount + 1;
  const firstReceivedAtMs = state.firstReceivedAtMs ?? nowMs;
  // Spelled out, as a copy of the state takes a quarter of the time of a receive.
  const hidden = {
    sentAtMs: state.sentAtMs,
    visibleAtMs: nowMs + visibilityTimeoutSeconds * 1000,
    receiveCount,
    firstReceivedAtMs,
    receipt: { token, receivedAtMs: nowMs },
  };
  const { groupId } = state;
  writeState(transaction, queue, {
    number,
    state: groupId === undefined ? hidden : { ...hidden, groupId },
  });
  return describeReceived(readContent(transaction, queue, number), {
    receiptHandle: formatReceiptHandle({ queueId: queue.record.id, messageNumber: number, token }),
    sentAtMs: state.sentAtMs,
    receiveCount,
    firstReceivedAtMs,
  });
}

/**
 * The message keeps its id, its times and its count there, as observed on AWS, but that its
 * retention period begins anew in a FIFO queue (Amazon SQS developer guide, dead-letter queues).
 */
function moveToDeadLetterQueue(transaction: Transaction, queue: Queue, candidate: Candidate): void {
  const { number, state, nowMs, deadLetterQueue } = candidate;
  const { receipt: _, ...kept } = state;
  const target = deadLetterQueue as Queue;
  const sentAtMs = target.kind.movesRestartRetention ? nowMs : kept.sentAtMs;
  target.kind.add(transaction, target, {
    content: { ...readContent(transaction, queue, number), deadLetterSourceArn: queue.arn },
    state: { ...kept, sentAtMs, visibleAtMs: nowMs },
  });
  removeMessage(transaction, queue, number);
}
