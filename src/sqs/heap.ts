/**
 * A binary heap: finds its least item at once, and adds or removes any item in logarithmic time.
 * An item must not change its place in the order while it is in the heap.
 */
export class Heap<Item> {
  readonly #isBefore: (left: Item, right: Item) => boolean;
  readonly #items: Item[] = [];
  readonly #positions = new Map<Item, number>();

  constructor(isBefore: (left: Item, right: Item) => boolean) {
    this.#isBefore = isBefore;
  }

  get size(): number {
    return this.#items.length;
  }

  /** The least item. */
  first(): Item | undefined {
    return this.#items[0];
  }

  add(item: Item): void {
    this.#items.push(item);
    this.#rise(item, this.#items.length - 1);
  }

  /** Takes `item` out, and says whether it was there. */
  remove(item: Item): boolean {
    const position = this.#positions.get(item);
    if (position === undefined) return false;
    this.#positions.delete(item);
    const last = this.#items.pop() as Item;
    if (last === item) return true;
    this.#sink(last, position);
    this.#rise(last, this.#positions.get(last) as number);
    return true;
  }

  /** The `count` least items, least first, all left where they are. */
  least(count: number): Item[] {
    const found: Item[] = [];
    const frontier = this.#items.length > 0 ? [0] : [];
    while (frontier.length > 0 && found.length < count) {
      const next = frontier.reduce((least, position) =>
        this.#isBefore(this.#at(position), this.#at(least)) ? position : least,
      );
      frontier.splice(frontier.indexOf(next), 1);
      found.push(this.#at(next));
      for (const child of [2 * next + 1, 2 * next + 2]) {
        if (child < this.#items.length) frontier.push(child);
      }
    }
    return found;
  }

  #at(position: number): Item {
    return this.#items[position] as Item;
  }

  #rise(item: Item, start: number): void {
    let position = start;
    while (position > 0) {
      const parent = (position - 1) >>> 1;
      if (!this.#isBefore(item, this.#at(parent))) break;
      this.#place(this.#at(parent), position);
      position = parent;
    }
    this.#place(item, position);
  }

  #sink(item: Item, start: number): void {
    let position = start;
    for (;;) {
      let child = 2 * position + 1;
      if (child >= this.#items.length) break;
      const right = child + 1;
      if (right < this.#items.length && this.#isBefore(this.#at(right), this.#at(child))) {
        child = right;
      }
      if (!this.#isBefore(this.#at(child), item)) break;
      this.#place(this.#at(child), position);
      position = child;
    }
    this.#place(item, position);
  }

  #place(item: Item, position: number): void {
    this.#items[position] = item;
    this.#positions.set(item, position);
  }
}
