/**
 * Where an item keeps its position in a heap, of no use outside of it. To look
 * for it in a map took twice the time, and an object for each would double what an item takes.
 */
export interface Seat<Item> {
  readonly positionOf: (item: Item) => number;
  readonly move: (item: Item, position: number) => void;
}

/** The position of what is in no heap. */
export const NOWHERE = -1;

/**
 * A binary heap: finds its least item at once, and adds or removes any item in logarithmic time.
 * An item must not change its place in the order while it is in the heap.
 */
export class Heap<Item> {
  readonly #isBefore: (left: Item, right: Item) => boolean;
  readonly #seat: Seat<Item>;
  readonly #items: Item[] = [];

  constructor(isBefore: (left: Item, right: Item) => boolean, seat: Seat<Item>) {
    this.#isBefore = isBefore;
    this.#seat = seat;
  }

  get size(): number {
    return this.#items.length;
  }

  has(item: Item): boolean {
    return this.#seat.positionOf(item) !== NOWHERE;
  }

  /** The least item. */
  first(): Item | undefined {
    return this.#items[0];
  }

  /** Adds an item that is not in a heap with this seat. */
  add(item: Item): void {
    const position = this.#items.length;
    this.#items.push(item);
    this.#rise(item, position);
  }

  /** Takes an item of this heap out; does nothing when it was taken out before. */
  remove(item: Item): void {
    if (!this.has(item)) return;
    const position = this.#seat.positionOf(item);
    this.#seat.move(item, NOWHERE);
    const last = this.#items.pop() as Item;
    if (last === item) return;
    this.#rise(last, this.#sink(last, position));
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
    return this.#items[position] as Item;
  }

  #rise(item: Item, from: number): void {
    let position = from;
    while (position > 0) {
      const above = (position - 1) >>> 1;
      const parent = this.#at(above);
      if (!this.#isBefore(item, parent)) break;
      this.#put(parent, position);
      position = above;
    }
    this.#put(item, position);
  }

  /** Answers where it stands then. */
  #sink(item: Item, from: number): number {
    let position = from;
    for (;;) {
      let child = 2 * position + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && this.#isBefore(this.#at(child + 1), this.#at(child))) child++;
      if (!this.#isBefore(this.#at(child), item)) break;
      this.#put(this.#at(child), position);
      position = child;
    }
    this.#put(item, position);
    return position;
  }

  #put(item: Item, position: number): void {
    this.#items[position] = item;
    this.#seat.move(item, position);
  }
}
