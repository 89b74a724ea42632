import type { Scope } from '../aws/scope.ts';
import type { Key, Store, Transaction } from '../store/store.ts';
import { findGroup, notFound } from './log-catalogue.ts';
import { type GroupEntry, groupKey, removeEventsOf, streamKey } from './log-entries.ts';
import type { StreamName } from './log-queries.ts';

/** How many chunks of events one transaction looks at, so that others are not held up for long. */
const AT_ONCE = 1000;

/**
 * Removes a group with its streams, the events first: when it is cut off in between, the group is
 * still there, and can be removed again. Throws `ResourceNotFoundException`.
 */
export async function removeGroup(store: Store, scope: Scope, group: string): Promise<void> {
  findGroup(store, scope, group);
  await removeAll(store, { scope, group });
  await store.transact((transaction) => {
    // What came in meanwhile goes along.
    removeEventsOf(transaction, { scope, group }, { from: undefined, most: Infinity });
    const prefix = streamKey(scope, group);
    for (const { key } of [...transaction.range({ prefix })]) transaction.remove(key);
    transaction.remove(groupKey(scope, group));
  });
}

/** Removes a stream in the same way. Throws `ResourceNotFoundException`. */
export async function removeStream(store: Store, scope: Scope, name: StreamName): Promise<void> {
  const { group, stream } = name;
  findGroup(store, scope, group);
  const key = streamKey(scope, group, stream);
  if (!store.get(key)) throw notFound('log stream');
  await removeAll(store, { scope, group, stream });
  await store.transact((transaction) => {
    // What came in meanwhile goes along.
    const where = { scope, group, stream };
    const { bytes } = removeEventsOf(transaction, where, { from: undefined, most: Infinity });
    countOff(transaction, where, bytes);
    transaction.remove(key);
  });
}

async function removeAll(
  store: Store,
  where: { readonly scope: Scope; readonly group: string; readonly stream?: string },
): Promise<void> {
  let from: Key | undefined;
  do {
    from = await store.transact((transaction) => {
      const { bytes, next } = removeEventsOf(transaction, where, { from, most: AT_ONCE });
      countOff(transaction, where, bytes);
      return next;
    });
  } while (from);
}

function countOff(
  transaction: Transaction,
  { scope, group }: { readonly scope: Scope; readonly group: string },
  bytes: number,
): void {
  const entry = transaction.get<GroupEntry>(groupKey(scope, group));
  if (!entry || bytes === 0) return;
  transaction.put(groupKey(scope, group), { ...entry, storedBytes: entry.storedBytes - bytes });
}
