/**
 * Where something is kept: a path of names and non-negative integers, the widest first, such as
 * `['records', '000000000000', 'us-east-1', 'orders', 0, 1200]`. Keys are ordered element by
 * element; integers stand before strings; integers by value, strings by their UTF-8 bytes; a key
 * stands before the longer keys that begin with it. Text must not contain the character U+0000.
 */
export type Key = readonly (string | number)[];

/** What can be kept: anything that MessagePack carries (plain objects, arrays, text, bytes, …). */
export type Value = unknown;

/**
 * Where bytes are put that somebody needs for a moment: answers memory for so many, uncleared. How
 * long they are good for is up to whoever gives it.
 */
export type Memory = (bytes: number) => Buffer;

/** Memory for good, which the garbage collector looks after. */
export const ownMemory: Memory = (bytes) => Buffer.allocUnsafe(bytes);

export interface Entry<T = Value> {
  readonly key: Key;
  readonly value: T;
}

/** Which entries a range holds: those whose key begins with `prefix`, from `from` up to `to`. */
export interface Range {
  readonly prefix: Key;
  /** The first key of the range, inclusive. Must begin with `prefix`. */
  readonly from?: Key;
  /** The end of the range, exclusive. Must begin with `prefix`. */
  readonly to?: Key;
  /** Last entry first. */
  readonly reverse?: boolean;
  readonly limit?: number;
  /** Where values may be put that are large; they are good for as long as it is. */
  readonly memory?: Memory | undefined;
}

export interface Reader {
  /**
   * The value at `key`, or undefined. What comes back must not be changed by the caller; what is put
   * into `memory`, as large values are, is good for as long as it is.
   */
  get<T = Value>(key: Key, memory?: Memory): T | undefined;
  /**
   * The entries of a range in the order of their keys. Lazy, and so are their values, which must be
   * looked at before the next write; do not write while iterating.
   */
  range<T = Value>(range: Range): Iterable<Entry<T>>;
}

/** What a unit of work can do. Its own writes are visible to its own reads. */
export interface Transaction extends Reader {
  /** Keeps a value. Bytes must not be changed before `transact` has returned. */
  put(key: Key, value: Value): void;
  remove(key: Key): void;
  /**
   * What `owner` keeps for as long as the transaction runs, made when it is first asked for. The place
   * for it: a WeakMap of transactions keeps what it has until the next full garbage collection.
   */
  own<T extends object>(owner: object, create: () => T): T;
  /**
   * Called when the work is done, before the commit, in the order given; never when the work threw.
   * The place to write what several steps of the work came to.
   */
  beforeCommit(callback: () => void): void;
  /**
   * Called right after the commit and before `transact` returns, in the order given; never when the
   * work threw. The place to bring memory in line with what is stored.
   */
  afterCommit(callback: () => void): void;
}

/**
 * The durable store: ordered entries, changed by transactions that span everything kept in it, so
 * that one commit can hold, for example, a queue's new message and a shard's new checkpoint.
 */
export interface Store extends Reader {
  /**
   * Runs `work` before it returns, and commits all that it wrote, or none of it when it throws.
   * Reads see the commit at once; the promise resolves, with what `work` returned, when the commit
   * may be acknowledged to others, and rejects with what `work` threw. `work` must not wait, and
   * must not change memory of its own except in `afterCommit`.
   */
  transact<T>(work: (transaction: Transaction) => T): Promise<T>;
  /** Resolves when all that was committed is safe, and nothing is held open any more. */
  close(): Promise<void>;
}
