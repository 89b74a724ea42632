import type { Key, Reader, Transaction } from '../store/store.ts';
import { LIMITS } from './limits.ts';
import { readContent, removeMessage } from './message-store.ts';
import type { Queue } from './queue.ts';
import { QueueError } from './queue-error.ts';
import { queueKey } from './queue-store.ts';

/** What is kept of a message move task. */
export interface MoveTask {
  readonly id: string;
  /** Where the messages go; back to the queues that gave them up when there is none. */
  readonly destinationArn?: string;
  readonly maxPerSecond?: number;
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  readonly startedAtMs: number;
  readonly moved: number;
  /** How many there were at the start. */
  readonly toMove: number;
  /** Messages with greater numbers came later, and are left alone. */
  readonly lastNumber: number;
  readonly failureReason?: string;
}

/** A task with where it is kept: which of its queue it is. */
export interface NumberedTask {
  readonly number: number;
  readonly task: MoveTask;
}

/** The tasks of a queue that are still told of, the latest first. */
export function readTasks(reader: Reader, queue: Queue): NumberedTask[] {
  const range = { prefix: tasksKey(queue), reverse: true };
  return [...reader.range<MoveTask>(range)].map(({ key, value }) => ({
    number: key.at(-1) as number,
    task: value,
  }));
}

/** Keeps a task, and forgets the one that is one too many. */
export function writeTask(
  transaction: Transaction,
  queue: Queue,
  { number, task }: NumberedTask,
): void {
  transaction.put([...tasksKey(queue), number], task);
  const tooMany = number - LIMITS.moveTasks;
  if (tooMany >= 0) transaction.remove([...tasksKey(queue), tooMany]);
}

const tasksKey = (queue: Queue): Key => queueKey('move-tasks', queue.scope, queue.record.id);

/** One step of a task. */
export interface MoveStep {
  readonly task: MoveTask;
  /** How many messages may move. */
  readonly count: number;
  readonly nowMs: number;
  readonly findByArn: (arn: string) => Queue | undefined;
  /** The id of a message that was moved. */
  readonly newId: () => string;
}

/**
 * Moves the next messages of a queue as part of a transaction, and answers the task behind that.
 * What is moved is a new message: with a new id, a new time and no receives (Amazon SQS developer
 * guide, dead-letter queue redrive). Messages in flight stay.
 */
export function moveMessages(transaction: Transaction, queue: Queue, step: MoveStep): MoveTask {
  const { task, count, nowMs } = step;
  const left = queue.kind.line.readyUpTo(task.lastNumber, nowMs, count + 1);
  let { moved } = task;
  for (const number of left.slice(0, count)) {
    const failureReason = move(transaction, queue, { ...step, number });
    if (failureReason) return { ...task, moved, status: 'FAILED', failureReason };
    moved++;
  }
  return { ...task, moved, status: left.length <= count ? 'COMPLETED' : 'RUNNING' };
}

/** Moves a message, or answers why it cannot be; the first reason was observed on AWS. */
function move(
  transaction: Transaction,
  queue: Queue,
  { task, number, nowMs, findByArn, newId }: MoveStep & { readonly number: number },
): string | undefined {
  const kept = readContent(transaction, queue, number);
  const { deadLetterSourceArn, sequenceNumber: _, ...content } = kept;
  const arn = task.destinationArn ?? deadLetterSourceArn;
  if (arn === undefined) return 'CouldNotDetermineMessageSource';
  const target = findByArn(arn);
  if (!target) return 'AWS.SimpleQueueService.NonExistentQueue';
  const { groupId } = queue.index.state(number) ?? {};
  target.kind.add(transaction, target, {
    content: { ...content, messageId: newId() },
    state: {
      sentAtMs: nowMs,
      visibleAtMs: nowMs + target.record.settings.delaySeconds * 1000,
      receiveCount: 0,
      ...(groupId !== undefined && { groupId }),
    },
  });
  removeMessage(transaction, queue, number);
  return undefined;
}

/** Writes the handle of a task as the opaque text that its starter is given. */
export function formatTaskHandle(taskId: string, sourceArn: string): string {
  return Buffer.from(JSON.stringify({ taskId, sourceArn })).toString('base64');
}

/**
 * Reads the handle of a task. Form and text were observed on AWS.
 *
 * @throws QueueError InvalidParameterValue when it is none
 */
export function parseTaskHandle(handle: string): { taskId: string; sourceArn: string } {
  try {
    const { taskId, sourceArn } = JSON.parse(Buffer.from(handle, 'base64').toString());
    if (typeof taskId === 'string' && typeof sourceArn === 'string') return { taskId, sourceArn };
  } catch {
    // It is none.
  }
  throw new QueueError('InvalidParameterValue', 'Value for parameter TaskHandle is invalid.');
}
