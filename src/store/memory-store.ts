import { pack } from 'msgpackr';
import { unpackValue } from './encoded-value.ts';
import { keepableKey, keyOf, namesOf, sortKey } from './sort-key.ts';
import { SortedMap } from './sorted-map.ts';
import type { Entry, Key, Range, Store, Transaction, Value } from './store.ts';
import { StoreError } from './store-error.ts';
import { TransactionHooks } from './transaction-hooks.ts';

/** A store that keeps nothing beyond its process: for tests, and for those who ask for it. */
export class MemoryStore implements Store {
  /** Packed, so that what is read back is a copy, as it is from disk. */
  readonly #kept = new SortedMap<Uint8Array>();
  #closed = false;

  get<T = Value>(key: Key): T | undefined {
    const packed = this.#kept.get(sortKey(key));
    return packed && (unpackValue(packed) as T);
  }

  *range<T = Value>({ limit = Number.POSITIVE_INFINITY, ...range }: Range): Iterable<Entry<T>> {
    let count = 0;
    for (const [name, packed] of this.#kept.range(namesOf(range))) {
      if (count++ >= limit) return;
      yield { key: keyOf(name), value: unpackValue(packed) as T };
    }
  }

  async transact<T>(work: (transaction: Transaction) => T): Promise<T> {
    if (this.#closed) throw new StoreError('Closed', 'The store is closed.');
    const undo: (() => void)[] = [];
    const hooks = new TransactionHooks();
    const change = (name: string, packed: Uint8Array | undefined) => {
      const replaced = this.#kept.get(name);
      undo.push(() => this.#set(name, replaced));
      this.#set(name, packed);
    };
    let result: T;
    try {
      result = work({
        get: (key) => this.get(key),
        range: (range) => this.range(range),
        put: (key, value) => change(keepableKey(key), pack(value)),
        remove: (key) => change(keepableKey(key), undefined),
        own: (owner, create) => hooks.own(owner, create),
        beforeCommit: (callback) => hooks.beforeCommit(callback),
        afterCommit: (callback) => hooks.afterCommit(callback),
      });
      hooks.callBefore();
    } catch (error) {
      for (const step of undo.reverse()) step();
      throw error;
    }
    hooks.callAfter();
    return result;
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #set(name: string, packed: Uint8Array | undefined): void {
    if (packed) this.#kept.set(name, packed);
    else this.#kept.delete(name);
  }
}
