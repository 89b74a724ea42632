/**
 * Keeps what comes and goes all the time, few at once. A Map or Set that does so is rebuilt every few
 * requests, and the tables that it had point to one another: once one of them counts as old, the
 * garbage collector keeps all that was ever in the later ones, until it looks at everything. With
 * eight callers, that was a fifth of the time of a call that does nothing.
 */
export class Slots<T> {
  readonly #slots: (T | undefined)[] = [];
  readonly #free: number[] = [];

  get size(): number {
    return this.#slots.length - this.#free.length;
  }

  /** Answers what `remove` takes, once. */
  add(item: T): number {
    const slot = this.#free.pop() ?? this.#slots.length;
    this.#slots[slot] = item;
    return slot;
  }

  remove(slot: number): void {
    this.#slots[slot] = undefined;
    this.#free.push(slot);
  }

  /** All of them, in no order. */
  items(): T[] {
    return this.#slots.filter((item) => item !== undefined);
  }
}
