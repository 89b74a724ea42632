import type { Key, Reader, Transaction } from '../store/store.ts';

interface Timed<Value> {
  readonly value: Value;
  readonly putAtMs: number;
}

/** How many entries that are over one `put` removes at most: more than it adds. */
const SWEEP = 10;

/**
 * Values that are kept for some time and then forgotten. They live in the store alone; what is in
 * memory is the order in which they will be over.
 */
export class TimedEntries<Value> {
  readonly #prefix: Key;
  readonly #keptMs: number;
  /** Positions count from the first entry that there ever was; `#gone` are no longer in here. */
  #queue: { readonly id: string; readonly putAtMs: number }[] = [];
  #gone = 0;
  /** The first position that was not removed yet. */
  #first = 0;

  constructor(reader: Reader, prefix: Key, keptMs: number) {
    this.#prefix = prefix;
    this.#keptMs = keptMs;
    for (const { key, value } of reader.range<Timed<Value>>({ prefix })) {
      this.#queue.push({ id: String(key.at(-1)), putAtMs: value.putAtMs });
    }
    this.#queue.sort((left, right) => left.putAtMs - right.putAtMs);
  }

  /** The value under an id, as the reader sees it; undefined when there is none, or it is over. */
  get(reader: Reader, id: string, nowMs: number): Value | undefined {
    const entry = reader.get<Timed<Value>>(this.#keyOf(id));
    return entry && nowMs < entry.putAtMs + this.#keptMs ? entry.value : undefined;
  }

  /** Keeps a value from now on, in place of the one under the same id. */
  put(transaction: Transaction, id: string, { value, nowMs }: { value: Value; nowMs: number }) {
    this.#sweep(transaction, nowMs);
    const entry: Timed<Value> = { value, putAtMs: nowMs };
    transaction.put(this.#keyOf(id), entry);
    transaction.afterCommit(() => this.#queue.push({ id, putAtMs: nowMs }));
  }

  #sweep(transaction: Transaction, nowMs: number): void {
    let end = this.#first;
    for (; end < this.#first + SWEEP; end++) {
      const entry = this.#queue[end - this.#gone];
      if (!entry || nowMs < entry.putAtMs + this.#keptMs) break;
      const kept = transaction.get<Timed<Value>>(this.#keyOf(entry.id));
      if (kept?.putAtMs === entry.putAtMs) transaction.remove(this.#keyOf(entry.id));
    }
    if (end > this.#first) transaction.afterCommit(() => this.#goOnFrom(end));
  }

  #goOnFrom(position: number): void {
    this.#first = Math.max(this.#first, position);
    if (this.#first - this.#gone < this.#queue.length / 2) return;
    this.#queue = this.#queue.slice(this.#first - this.#gone);
    this.#gone = this.#first;
  }

  #keyOf(id: string): Key {
    return [...this.#prefix, id];
  }
}
