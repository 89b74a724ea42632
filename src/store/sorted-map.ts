/** A map whose entries can be walked in the order of their names. */
export class SortedMap<T> {
  readonly #values = new Map<string, T>();
  readonly #order: string[] = [];

  get size(): number {
    return this.#order.length;
  }

  get(name: string): T | undefined {
    return this.#values.get(name);
  }

  set(name: string, value: T): void {
    if (!this.#values.has(name)) {
      const last = this.#order.at(-1);
      if (last === undefined || name > last) this.#order.push(name);
      else this.#order.splice(this.#position(name), 0, name);
    }
    this.#values.set(name, value);
  }

  delete(name: string): void {
    if (this.#values.delete(name)) this.#order.splice(this.#position(name), 1);
  }

  /** The entries from `from` (inclusive) to `to` (exclusive). Must not change while it is walked. */
  *range({ from, to, reverse }: NameRange): Iterable<[string, T]> {
    const start = this.#position(from);
    const end = this.#position(to);
    for (let index = 0; index < end - start; index++) {
      const name = this.#order[reverse ? end - 1 - index : start + index] as string;
      yield [name, this.#values.get(name) as T];
    }
  }

  /** Every entry, in order. */
  *[Symbol.iterator](): Iterator<[string, T]> {
    for (const name of this.#order) yield [name, this.#values.get(name) as T];
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

/** A range of names. */
export interface NameRange {
  /** Inclusive. */
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
  /** Last first. */
  readonly reverse?: boolean;
}
