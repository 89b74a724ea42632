import type { Scope } from '../aws/scope.ts';
import type { Key, Reader, Transaction } from '../store/store.ts';
import { removeAllMessages } from './message-store.ts';
import type { Queue, QueueRecord } from './queue.ts';

/*
 * Where things are kept:
 *
 *   queues, account, region, name                     the queue itself
 *   deleted-queues, account, region, name             when it was deleted
 *
 * of FIFO queues also:
 *
 *   fifo-numbers, account, region, queue id           the greatest number that was given
 *   deduplications, account, region, queue id, id     what was sent under it lately
 *   receive-attempts, account, region, queue id, id   what was received under it lately
 *
 * and of dead-letter queues:
 *
 *   move-tasks, account, region, queue id, number     a message move task, the latest ones
 *
 * and what message-store.ts has.
 */
const QUEUES = 'queues';
const DELETED_QUEUES = 'deleted-queues';
const NUMBERS = 'fifo-numbers';
const OF_SOME_QUEUES = [NUMBERS, 'deduplications', 'receive-attempts', 'move-tasks'] as const;

const namedKey = (kind: string, { account, region }: Scope, name: string): Key => [
  kind,
  account,
  region,
  name,
];

/** Where a queue's things of a kind are kept. */
export function queueKey(
  kind: (typeof OF_SOME_QUEUES)[number],
  { account, region }: Scope,
  queueId: string,
): Key {
  return [kind, account, region, queueId];
}

/** Every queue that is kept. */
export function* readQueues(
  store: Reader,
): Iterable<{ scope: Scope; name: string; record: QueueRecord }> {
  for (const { key, value } of store.range<QueueRecord>({ prefix: [QUEUES] })) {
    const [, account, region, name] = key as [string, string, string, string];
    yield { scope: { account, region }, name, record: value };
  }
}

/** Keeps the queue with what is kept of it replaced by `record`. */
export function writeQueue(transaction: Transaction, queue: Queue, record: QueueRecord): void {
  transaction.put(namedKey(QUEUES, queue.scope, queue.name), record);
  transaction.afterCommit(() => {
    queue.record = record;
  });
}

/** Removes the queue with all its messages, and remembers when. */
export function removeQueue(transaction: Transaction, queue: Queue, nowMs: number): void {
  removeAllMessages(transaction, queue);
  for (const kind of OF_SOME_QUEUES) {
    const prefix = queueKey(kind, queue.scope, queue.record.id);
    for (const { key } of [...transaction.range({ prefix })]) transaction.remove(key);
  }
  transaction.remove(namedKey(QUEUES, queue.scope, queue.name));
  transaction.put(namedKey(DELETED_QUEUES, queue.scope, queue.name), nowMs);
}

/** When a queue of that name was deleted last, if it was. */
export function readDeletion(reader: Reader, scope: Scope, name: string): number | undefined {
  return reader.get<number>(namedKey(DELETED_QUEUES, scope, name));
}

/** Forgets that a queue of that name was deleted. */
export function forgetDeletion(transaction: Transaction, scope: Scope, name: string): void {
  transaction.remove(namedKey(DELETED_QUEUES, scope, name));
}

/** The greatest number that a message of a FIFO queue was given; -1 when none was. */
export function readLastNumber(reader: Reader, scope: Scope, queueId: string): number {
  return reader.get<number>(queueKey(NUMBERS, scope, queueId)) ?? -1;
}

/** Remembers it, so that no number comes again when the messages are gone. */
export function writeLastNumber(transaction: Transaction, queue: Queue, number: number): void {
  transaction.put(queueKey(NUMBERS, queue.scope, queue.record.id), number);
}
