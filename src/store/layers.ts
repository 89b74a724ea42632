import { decodeValue } from './encoded-value.ts';
import type { Place } from './frame.ts';
import { mergedRange } from './merged-range.ts';
import type { Removed, Slot } from './slot.ts';
import { keyOf, namesOf, sortKey } from './sort-key.ts';
import type { NameRange, SortedMap } from './sorted-map.ts';
import type { Entry, Key, Range, Value } from './store.ts';

/** Changes in the order of their names. */
export type Layer = SortedMap<Slot | Removed>;

/** What lies under all layers. */
export interface Ground {
  get(name: string): Slot | undefined;
  range(range: NameRange): Iterable<[string, Slot]>;
}

/** Reads through layers of changes, the first of which has the last word, down to the ground. */
export class Layers {
  readonly #layers: readonly Layer[];
  readonly #ground: Ground;
  readonly #readPlace: (place: Place) => Uint8Array;

  constructor(
    layers: readonly Layer[],
    { ground, read }: { ground: Ground; read: (place: Place) => Uint8Array },
  ) {
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

  get(key: Key): Value {
    const slot = this.slot(sortKey(key));
    return slot && this.#value(slot);
  }

  *range<T>({ limit = Number.POSITIVE_INFINITY, ...range }: Range): Iterable<Entry<T>> {
    if (limit <= 0) return;
    const names = namesOf(range);
    const layers = [...this.#layers, this.#ground].map((layer) => layer.range(names));
    let count = 0;
    for (const [name, slot] of mergedRange(layers, range.reverse ?? false)) {
      const value = () => this.#value(slot) as T;
      yield {
        key: keyOf(name),
        // Whoever looks at the keys alone need not wait for large values to be read.
        get value() {
          return value();
        },
      };
      if (++count >= limit) return;
    }
  }

  #value(slot: Slot): Value {
    return decodeValue({ form: slot.form, bytes: slot.bytes ?? this.#readPlace(slot.place) });
  }
}
