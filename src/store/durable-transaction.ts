import { type EncodedValue, encodeValue } from './encoded-value.ts';
import type { Change } from './frame.ts';
import type { Layer, Layers } from './layers.ts';
import { REMOVED, type Removed } from './slot.ts';
import { keepableKey } from './sort-key.ts';
import { SortedMap } from './sorted-map.ts';
import type { Entry, Key, Memory, Range, Transaction, Value } from './store.ts';
import { TransactionHooks } from './transaction-hooks.ts';

/**
 * A piece of work on the store: what it has written, and what is to be done around its commit. Most
 * write a few entries and read none, so that what it wrote is put in order only for one that reads.
 */
export class DurableTransaction extends TransactionHooks implements Transaction {
  readonly #layersWith: (own: Layer | undefined) => Layers;
  #written: Change[] = [];
  /** What it wrote, once it has read. */
  #own: SortedMap<EncodedValue | Removed> | undefined;
  #layers: Layers | undefined;

  /** @param layersWith what the transaction sees: what it wrote, above what is there */
  constructor(layersWith: (own: Layer | undefined) => Layers) {
    super();
    this.#layersWith = layersWith;
  }

  /** What is to be committed. */
  get changes(): readonly Change[] {
    if (!this.#own) return this.#written;
    return Array.from(this.#own, ([name, value]) => (value ? { name, value } : { name }));
  }

  get<T = Value>(key: Key, memory?: Memory): T | undefined {
    return this.#layersToRead().get(key, memory) as T | undefined;
  }

  range<T = Value>(range: Range): Iterable<Entry<T>> {
    return this.#layersToRead().range<T>(range);
  }

  put(key: Key, value: Value): void {
    this.#write({ name: keepableKey(key), value: encodeValue(value) });
  }

  remove(key: Key): void {
    this.#write({ name: keepableKey(key) });
  }

  #write(change: Change): void {
    if (this.#own) this.#own.set(change.name, change.value ?? REMOVED);
    else this.#written.push(change);
  }

  #layersToRead(): Layers {
    if (this.#layers) return this.#layers;
    this.#own = new SortedMap();
    for (const { name, value } of this.#written) this.#own.set(name, value ?? REMOVED);
    this.#written = [];
    this.#layers = this.#layersWith(this.#own);
    return this.#layers;
  }
}
