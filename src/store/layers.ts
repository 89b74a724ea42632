import { decodeValue } from './encoded-value.ts';
import type { Place } from './frame.ts';
import { mergedRange } from './merged-range.ts';
import type { Removed, Slot } from './slot.ts';
import { keyOf, namesOf, sortKey } from './sort-key.ts';
import type { NameRange, SortedMap } from './sorted-map.ts';
import type { Entry, Key, Memory, Range, Value } from './store.ts';

/** Changes in the order of their names. */
export type Layer = SortedMap<Slot | Removed>;

/** What lies under all layers. */
export interface Ground {
  get(name: string): Slot | undefined;
  range(range: NameRange): Iterable<[string, Slot]>;
}

type ReadPlace = (place: Place, memory?: Memory) => Uint8Array;

/** An entry of which each part is read when somebody looks at it: most look at one of them. */
class FoundEntry<T> implements Entry<T> {
  readonly #name: string;
  readonly #read: () => T;

  constructor(name: string, read: () => T) {
    this.#name = name;
    this.#read = read;
  }

  get key(): Key {
    return keyOf(this.#name);
  }

  get value(): T {
    return this.#read();
  }
}

/** Reads through layers of changes, the first of which has the last word, down to the ground. */
export class Layers {
  readonly #layers: readonly Layer[];
  readonly #ground: Ground;
  readonly #readPlace: ReadPlace;

  constructor(layers: readonly Layer[], { ground, read }: { ground: Ground; read: ReadPlace }) {
    this.#layers = layers;
    this.#ground = ground;
    this.#readPlace = read;
  }

  slot(name: string): Slot | undefined {
    for (const layer of this.#layers) {
      const slot = layer.get(name);
      if (slot !== undefined) return slot ?? undefined;
    }
    return this.#ground.get(name);
  }

  get(key: Key, memory?: Memory): Value {
    const slot = this.slot(sortKey(key));
    return slot && this.#value(slot, memory);
  }

  *range<T>({ limit = Number.POSITIVE_INFINITY, memory, ...range }: Range): Iterable<Entry<T>> {
    if (limit <= 0) return;
    const names = namesOf(range);
    const layers = [...this.#layers, this.#ground].map((layer) => layer.range(names));
    let count = 0;
    for (const [name, slot] of mergedRange(layers, range.reverse ?? false)) {
      yield new FoundEntry(name, () => this.#value(slot, memory) as T);
      if (++count >= limit) return;
    }
  }

  #value(slot: Slot, memory?: Memory): Value {
    const bytes = slot.bytes ?? this.#readPlace(slot.place, memory);
    return decodeValue({ form: slot.form, bytes });
  }
}
