import { formatArn } from '../aws/arn.ts';
import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import { LongPolls } from './long-polls.ts';
import type { ReceivedMessage } from './message.ts';
import { MessageIndex } from './message-index.ts';
import { QueueError } from './queue-error.ts';
import type { QueueSettings } from './queue-settings.ts';

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

/** A queue at work. */
export interface Queue {
  readonly scope: Scope;
  readonly name: string;
  readonly arn: string;
  /** What is kept of it; replaced when it changes. */
  record: QueueRecord;
  readonly index: MessageIndex;
  readonly polls: LongPolls<Promise<ReceivedMessage[]>>;
}

/** Sets up a queue with no messages in its index yet. */
export function createQueue(
  clock: Clock,
  { scope, name, record }: Pick<Queue, 'scope' | 'name' | 'record'>,
): Queue {
  const index = new MessageIndex();
  const polls = new LongPolls<Promise<ReceivedMessage[]>>(clock, () =>
    index.nextVisibleAtMs(clock.now()),
  );
  return { scope, name, arn: formatArn(scope, 'sqs', name), record, index, polls };
}

const QUEUE_NAME = /^[A-Za-z0-9_-]{1,80}$/;

/**
 * Checks the name of a queue to be created.
 *
 * @throws QueueError InvalidParameterValue, or UnsupportedOperation for a FIFO queue
 */
export function checkQueueName(name: string): void {
  if (name.endsWith('.fifo')) throw fifoNotSupported(name);
  if (QUEUE_NAME.test(name)) return;
  throw new QueueError(
    'InvalidParameterValue',
    'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
  );
}

/** The error for a queue that would be a FIFO queue. */
export function fifoNotSupported(name: string): QueueError {
  return new QueueError(
    'UnsupportedOperation',
    `The queue ${name} cannot be created: FIFO queues are not supported.`,
  );
}

/** The error for a queue that is not there, with the text of the JSON protocol. */
export function queueDoesNotExist(): QueueError {
  return new QueueError('QueueDoesNotExist', 'The specified queue does not exist.');
}
