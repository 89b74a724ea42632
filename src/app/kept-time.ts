import type { Clock } from '../clock/clock.ts';
import type { Key, Reader, Store, Transaction } from '../store/store.ts';

/** Where the time of a world is kept whose clock is not the machine's. */
const KEY: Key = ['time'];

interface KeptTime {
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: number;
}

/** The newest time that anything in this store was written at; undefined: the machine's. */
export function keptTimeMs(store: Reader): number | undefined {
  return store.get<KeptTime>(KEY)?.nowMs;
}

/** Keeps what the clock shows, so that the next start goes on from there. */
export function keepTime(store: Store, clock: Clock): Promise<void> {
  return store.transact((transaction) => stamp(transaction, clock));
}

/** From now on the time of what is kept is the machine's own. */
export async function forgetTime(store: Store): Promise<void> {
  if (keptTimeMs(store) === undefined) return;
  await store.transact((transaction) => transaction.remove(KEY));
}

/**
 * The same store, of which every commit also keeps the time: whenever the process is killed, nothing
 * that is stored is newer than the time from which the next start goes on.
 */
export function keepingTime(store: Store, clock: Clock): Store {
  return {
    get: (key, memory) => store.get(key, memory),
    range: (range) => store.range(range),
    close: () => store.close(),
    transact: (work) =>
      store.transact((transaction) => {
        let writes = false;
        const result = work({
          get: (key, memory) => transaction.get(key, memory),
          range: (range) => transaction.range(range),
          own: (owner, create) => transaction.own(owner, create),
          beforeCommit: (callback) => transaction.beforeCommit(callback),
          afterCommit: (callback) => transaction.afterCommit(callback),
          put(key, value) {
            writes = true;
            transaction.put(key, value);
          },
          remove(key) {
            writes = true;
            transaction.remove(key);
          },
        });
        // Behind what the work has asked for, which may be all that it writes.
        transaction.beforeCommit(() => {
          if (writes) stamp(transaction, clock);
        });
        return result;
      }),
  };
}

/** Never back: the machine's clock, which a scaled one follows, may be set back. */
function stamp(transaction: Transaction, clock: Clock): void {
  const nowMs = clock.now();
  if (nowMs > (keptTimeMs(transaction) ?? Number.NEGATIVE_INFINITY)) {
    transaction.put(KEY, { nowMs } satisfies KeptTime);
  }
}
