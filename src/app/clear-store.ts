import type { Store } from '../store/store.ts';

/** What stays: how far time has gone, and what the store keeps about itself. */
const STAYS = new Set<unknown>(['time', 'meta']);

/** Removes everything that was kept, in one commit: all of it, or nothing. */
export async function clearStore(store: Store): Promise<void> {
  const keys = Array.from(store.range({ prefix: [] }), ({ key }) => key);
  await store.transact((transaction) => {
    for (const key of keys) if (!STAYS.has(key[0])) transaction.remove(key);
  });
}
