import { LIMITS } from './limits.ts';
import type { Queue } from './queue.ts';
import { QueueError } from './queue-error.ts';

/**
 * Checks that a queue was not purged just now.
 *
 * @throws QueueError PurgeQueueInProgress within a minute; the text was observed on AWS
 */
export function checkPurge({ name, record }: Queue, nowMs: number): void {
  const { purgedAtMs } = record;
  const seconds = LIMITS.purgeIntervalSeconds;
  if (purgedAtMs === undefined || nowMs >= purgedAtMs + seconds * 1000) return;
  throw new QueueError(
    'PurgeQueueInProgress',
    `Only one PurgeQueue operation on ${name} is allowed every ${seconds} seconds.`,
  );
}

/**
 * Checks that no queue of the name was deleted just now.
 *
 * @throws QueueError QueueDeletedRecently within a minute (Amazon SQS API reference)
 */
export function checkNameReuse(deletedAtMs: number | undefined, nowMs: number): void {
  const seconds = LIMITS.nameReuseSeconds;
  if (deletedAtMs === undefined || nowMs >= deletedAtMs + seconds * 1000) return;
  throw new QueueError(
    'QueueDeletedRecently',
    `You must wait ${seconds} seconds after deleting a queue before you can create another with ` +
      'the same name.',
  );
}
