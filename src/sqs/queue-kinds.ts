import type { Scope } from '../aws/scope.ts';
import type { Reader } from '../store/store.ts';
import { FifoQueue } from './fifo-queue.ts';
import type { QueueKind, QueueRecord } from './queue.ts';
import { StandardQueue } from './standard-queue.ts';

/** What kind of queue a record is about, with all that is kept for it. */
export function kindOf(reader: Reader, scope: Scope, record: QueueRecord): QueueKind {
  return record.settings.fifoQueue ? new FifoQueue(reader, scope, record.id) : new StandardQueue();
}
