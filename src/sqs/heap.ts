/** An item in a heap. It knows where it is: to look for it in a map took twice the time. */
export interface Place<Item> {
  readonly item: Item;
  /** Of no use outside of the heap; -1 when it has been taken out. */
  position: number;
}

/**
 * A binary heap: finds its least item at once, and adds or removes any item in logarithmic time.
 * An item must not change its place in the order while it is in the heap.
 */
export class Heap<Item> {
  readonly #isBefore: (left: Item, right: Item) => boolean;
  readonly #places: Place<Item>[] = [];

  constructor(isBefore: (left: Item, right: Item) => boolean) {
    this.#isBefore = isBefore;
  }

  get size(): number {
    return this.#places.length;
  }

  /** The least item. */
  first(): Item | undefined {
    return this.#places[0]?.item;
  }

  /** Adds an item, and answers what `remove` takes to find it. */
  add(item: Item): Place<Item> {
    const place = { item, position: this.#places.length };
    this.#places.push(place);
    this.#rise(place);
    return place;
  }

  /** Takes an item of this heap out; does nothing when it was taken out before. */
  remove(place: Place<Item>): void {
    const { position } = place;
    if (position < 0) return;
    place.position = -1;
    const last = this.#places.pop() as Place<Item>;
    if (last === place) return;
    this.#put(last, position);
    this.#sink(last);
    this.#rise(last);
  }

  /** The `count` least items, least first, all left where they are. */
  least(count: number): Item[] {
    const found: Item[] = [];
    const frontier = this.size > 0 ? [0] : [];
    while (frontier.length > 0 && found.length < count) {
      const next = frontier.reduce((least, position) =>
        this.#isBefore(this.#at(position), this.#at(least)) ? position : least,
      );
      frontier.splice(frontier.indexOf(next), 1);
      found.push(this.#at(next));
      for (const child of [2 * next + 1, 2 * next + 2]) {
        if (child < this.size) frontier.push(child);
      }
    }
    return found;
  }

  #at(position: number): Item {
    return (this.#places[position] as Place<Item>).item;
  }

  #rise(place: Place<Item>): void {
    let { position } = place;
    while (position > 0) {
      const parent = this.#places[(position - 1) >>> 1] as Place<Item>;
      if (!this.#isBefore(place.item, parent.item)) break;
      const freed = parent.position;
      this.#put(parent, position);
      position = freed;
    }
    this.#put(place, position);
  }

  #sink(place: Place<Item>): void {
    let { position } = place;
    for (;;) {
      let child = 2 * position + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && this.#isBefore(this.#at(child + 1), this.#at(child))) child++;
      if (!this.#isBefore(this.#at(child), place.item)) break;
      this.#put(this.#places[child] as Place<Item>, position);
      position = child;
    }
    this.#put(place, position);
  }

  #put(place: Place<Item>, position: number): void {
    this.#places[position] = place;
    place.position = position;
  }
}
