import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareKeys, open, type RootDatabase, TransactionFlags } from 'lmdb';
import { checkLmdbFile } from './lmdb-file.ts';
import { isRunning, type Owner, thisProcess } from './owner.ts';
import type { Entry, Key, Range, Store, Transaction, Value } from './store.ts';
import { StoreError } from './store-error.ts';

/** The version of the layout of keys and values; a folder of another version is not touched. */
const FORMAT = 1;
const FORMAT_KEY = ['meta', 'format'];
/** Who has the store open. */
const OWNER_KEY = ['meta', 'owner'];

/** Sorts after every element that a key can have. */
const AFTER_ALL = '\u{10ffff}';

/** Commits before it returns, can be rolled back, and does not wait for the disk. */
const COMMIT: number =
  TransactionFlags.ABORTABLE | TransactionFlags.SYNCHRONOUS_COMMIT | TransactionFlags.NO_SYNC_FLUSH;

/**
 * The store on disk. A commit is in the operating system's hands before it is acknowledged, so it
 * survives the death of this process; LMDB syncs it to the disk right afterwards, in commit order,
 * so that a power cut leaves the folder as it was at one earlier commit.
 */
export class LmdbStore implements Store {
  readonly #database: RootDatabase<Value, (string | number)[]>;
  #closed = false;

  /**
   * Opens or creates the store in a folder.
   *
   * @throws StoreError FolderInUse when another process has it open, ForeignFormat when it was
   *   written in a layout that this version does not know, Damaged
   */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'store.mdb');
    checkLmdbFile(path);
    this.#database = open({
      path,
      noSubdir: true,
      encoding: 'msgpack',
      overlappingSync: true,
    });
    try {
      // LMDB lets one transaction write at a time, of whichever process, so two that open the folder
      // at once cannot both find it free. A process that is gone holds nothing: no repair by hand.
      this.#database.transactionSync(() => this.#claim(folder), COMMIT);
    } catch (error) {
      void this.#database.close();
      throw error;
    }
  }

  get<T = Value>(key: Key): T | undefined {
    return this.#database.get(key as (string | number)[]) as T | undefined;
  }

  *range<T = Value>({ prefix, from = prefix, to, reverse, limit }: Range): Iterable<Entry<T>> {
    const end = to ?? [...prefix, AFTER_ALL];
    // LMDB reads backwards from an inclusive start; a range ends before its `to` either way.
    const bounds = reverse ? { start: [...end], reverse } : { start: [...from], end: [...end] };
    let count = 0;
    for (const { key, value } of this.#database.getRange(bounds)) {
      if (reverse && compareKeys(key, [...end]) >= 0) continue;
      if (count++ === limit || (reverse && compareKeys(key, [...from]) < 0)) return;
      // LMDB gives the only element of a one-element key back without its array.
      yield { key: Array.isArray(key) ? key : [key], value: value as T };
    }
  }

  async transact<T>(work: (transaction: Transaction) => T): Promise<T> {
    if (this.#closed) throw new StoreError('Closed', 'The store is closed.');
    const callbacks: (() => void)[] = [];
    const result = this.#database.transactionSync(
      () =>
        work({
          get: (key) => this.get(key),
          range: (range) => this.range(range),
          put: (key, value) => void this.#database.put(key as (string | number)[], value),
          remove: (key) => void this.#database.remove(key as (string | number)[]),
          afterCommit: (callback) => callbacks.push(callback),
        }),
      COMMIT,
    );
    for (const callback of callbacks) callback();
    return result;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#database.transactionSync(() => void this.#database.remove(OWNER_KEY), COMMIT);
    await this.#database.flushed;
    await this.#database.close();
  }

  #claim(folder: string): void {
    const format = this.#database.get(FORMAT_KEY);
    const isNew = format === undefined && this.#database.getKeysCount({ limit: 1 }) === 0;
    if (format !== FORMAT && !isNew) {
      throw new StoreError(
        'ForeignFormat',
        `The data folder ${folder} has format ${format ?? 'unknown'}, and this version reads ` +
          `format ${FORMAT}. Nothing in it was changed. Use the version that wrote it, or choose ` +
          'another folder with --data.',
      );
    }
    const owner = this.#database.get(OWNER_KEY) as Owner | undefined;
    if (owner && isRunning(owner)) {
      throw new StoreError(
        'FolderInUse',
        `The data folder ${folder} is in use by process ${owner.pid}. ` +
          'Stop that process, or choose another folder with --data.',
      );
    }
    void this.#database.put(FORMAT_KEY, FORMAT);
    void this.#database.put(OWNER_KEY, thisProcess());
  }
}
