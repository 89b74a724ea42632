import { pack, unpack } from 'msgpackr';
import { sortKey } from './sort-key.ts';
import type { Entry, Key, Range, Store, Transaction, Value } from './store.ts';
import { StoreError } from './store-error.ts';

interface Kept {
  readonly key: Key;
  /** Packed, so that what is read back is a copy, as it is from disk. */
  readonly packed: Uint8Array;
}

/** A store that keeps nothing beyond its process: for tests, and for those who ask for it. */
export class MemoryStore implements Store {
  readonly #kept = new Map<string, Kept>();
  /** The sort keys of what is kept, in order. */
  readonly #order: string[] = [];
  #closed = false;

  get<T = Value>(key: Key): T | undefined {
    const kept = this.#kept.get(sortKey(key));
    return kept && (unpack(kept.packed) as T);
  }

  *range<T = Value>({ prefix, from, to, reverse, limit }: Range): Iterable<Entry<T>> {
    const start = this.#position(sortKey(from ?? prefix));
    const end = this.#position(to ? sortKey(to) : `${sortKey(prefix)}\u{ffff}`);
    const count = Math.min(end - start, limit ?? Number.POSITIVE_INFINITY);
    for (let index = 0; index < count; index++) {
      const name = this.#order[reverse ? end - 1 - index : start + index] as string;
      const { key, packed } = this.#kept.get(name) as Kept;
      yield { key, value: unpack(packed) as T };
    }
  }

  async transact<T>(work: (transaction: Transaction) => T): Promise<T> {
    if (this.#closed) throw new StoreError('Closed', 'The store is closed.');
    const undo: (() => void)[] = [];
    const callbacks: (() => void)[] = [];
    const change = (name: string, kept: Kept | undefined) => {
      const before = this.#kept.get(name);
      undo.push(() => this.#set(name, before));
      this.#set(name, kept);
    };
    let result: T;
    try {
      result = work({
        get: (key) => this.get(key),
        range: (range) => this.range(range),
        put: (key, value) => change(sortKey(key), { key, packed: pack(value) }),
        remove: (key) => change(sortKey(key), undefined),
        afterCommit: (callback) => callbacks.push(callback),
      });
    } catch (error) {
      for (const step of undo.reverse()) step();
      throw error;
    }
    for (const callback of callbacks) callback();
    return result;
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #set(name: string, kept: Kept | undefined): void {
    const known = this.#kept.has(name);
    if (kept) {
      this.#kept.set(name, kept);
      if (!known) this.#order.splice(this.#position(name), 0, name);
    } else if (known) {
      this.#kept.delete(name);
      this.#order.splice(this.#position(name), 1);
    }
  }

  /** Where `name` stands, or would stand, in the order. */
  #position(name: string): number {
    let [low, high] = [0, this.#order.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#order[middle] as string) < name) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
