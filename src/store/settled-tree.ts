import { join } from 'node:path';
import { TransactionFlags } from 'lmdb';
import { decodeValue, encodeValue } from './encoded-value.ts';
import type { FramePosition } from './frame.ts';
import { JOURNAL_START } from './journal.ts';
import { type Lmdb, openLmdb } from './lmdb.ts';
import { checkLmdbFile } from './lmdb-file.ts';
import { isRunning, mayHaveLostPower, type Owner, thisProcess } from './owner.ts';
import { syncNames } from './safe-names.ts';
import { packSlot, type Removed, type Slot, unpackSlot } from './slot.ts';
import { sortKey } from './sort-key.ts';
import type { NameRange } from './sorted-map.ts';
import type { Value } from './store.ts';
import { StoreError } from './store-error.ts';
import { isFormat1, ownerInFormat1, upgradeFormat1 } from './upgrade-format-1.ts';

/**
 * The version of the layout of names and values; a folder of a newer version is not touched. In
 * format 2 each message of a queue had entries of its own, which are still read.
 */
const FORMAT = 3;
const READABLE_FORMATS: ReadonlySet<unknown> = new Set([2, FORMAT]);
const FORMAT_NAME = sortKey(['meta', 'format']);
/** Who has the store open. */
const OWNER_NAME = sortKey(['meta', 'owner']);
const PROGRESS_NAME = sortKey(['meta', 'journal']);

/** Commits before it returns, can be rolled back, and waits for the disk. */
const COMMIT: number = TransactionFlags.ABORTABLE | TransactionFlags.SYNCHRONOUS_COMMIT;

/** How far the journal is in the tree, and what the tree needs of it. */
export interface Progress {
  /** Everything before it is in the tree. */
  readonly settled: FramePosition;
  /** For each segment, how many bytes of values in it the tree points to. */
  readonly liveBytes: ReadonlyMap<number, number>;
}

/**
 * What was written a while ago, in LMDB: a tree of names on disk. It changes in large steps, each of
 * which is one transaction with the place in the journal up to which it goes.
 */
export class SettledTree {
  readonly #path: string;
  readonly #tree: Lmdb;
  #progress: Progress = { settled: JOURNAL_START, liveBytes: new Map() };
  /** The machine may have gone down while another process had the store open. */
  readonly wasPowerCut: boolean;
  /** Who had the store before a power cut whose traces have not been worked off. */
  #before: Owner | undefined;

  /**
   * Opens or creates the tree in a folder.
   *
   * @throws StoreError FolderInUse when another process has it open, ForeignFormat when it was
   *   written in a layout that this version does not know, Damaged
   */
  constructor(folder: string) {
    this.#path = join(folder, 'store.mdb');
    checkLmdbFile(this.#path);
    this.#tree = openLmdb(this.#path);
    try {
      // LMDB lets one transaction write at a time, of whichever process, so two that open the folder
      // at once cannot both find it free. A process that is gone holds nothing: no repair by hand.
      const before = this.#tree.transactionSync(() => this.#claim(folder), COMMIT);
      // Who has it must be known after a power cut before there is any journal to doubt.
      syncNames(folder);
      this.wasPowerCut = before !== undefined && mayHaveLostPower(before);
      if (this.wasPowerCut) this.#before = before;
    } catch (error) {
      this.#tree.close().catch(() => {}); // what went wrong first is what counts
      throw error;
    }
  }

  get progress(): Progress {
    return this.#progress;
  }

  /** @throws StoreError Damaged */
  get(name: string): Slot | undefined {
    const key = keyOfName(name);
    const packed = this.#tree.get(key);
    return packed && this.#unpack(key, packed);
  }

  /** @throws StoreError Damaged */
  *range({ from, to, reverse }: NameRange): Iterable<[string, Slot]> {
    const bounds = reverse
      ? { start: keyOfName(to), reverse }
      : { start: keyOfName(from), end: keyOfName(to) };
    for (const { key, value } of this.#tree.getRange(bounds)) {
      const name = key.toString('latin1');
      // LMDB reads backwards from an inclusive start; a range ends before its `to` either way.
      if (reverse && name >= to) continue;
      if (reverse && name < from) return;
      yield [name, this.#unpack(key, value)];
    }
  }

  /**
   * Takes changes over in one transaction; resolves when they are on the disk.
   *
   * @param changes in the order of their names
   */
  async settle(
    changes: Iterable<readonly [string, Slot | Removed]>,
    settled: FramePosition,
  ): Promise<void> {
    // As it was committed last: a commit may have been made of which it was not told in time.
    const liveBytes = new Map(this.#committedProgress().liveBytes);
    const count = (slot: Slot, sign: 1 | -1) => {
      if (slot.bytes) return;
      const { segment, length } = slot.place;
      const bytes = (liveBytes.get(segment) ?? 0) + sign * length;
      if (bytes === 0) liveBytes.delete(segment);
      else liveBytes.set(segment, bytes);
    };
    const writes: (() => unknown)[] = [];
    const replaced = this.#replacedInOrder();
    for (const [name, slot] of changes) {
      const key = keyOfName(name);
      const before = replaced(key);
      if (before) count(before, -1);
      if (slot) {
        count(slot, 1);
        const packed = packSlot(key, slot);
        writes.push(() => this.#tree.put(key, packed));
      } else if (before !== undefined) {
        writes.push(() => this.#tree.remove(key));
      }
    }
    const progress = { settled, liveBytes };
    writes.push(() => this.#put(PROGRESS_NAME, encodeValue(keptForm(progress))));
    // The traces of a power cut are gone from the disk with this commit.
    if (this.#before) writes.push(() => this.#put(OWNER_NAME, encodeValue(thisProcess())));
    // All that could throw has been done: what is written here is written as a whole.
    await this.#commit(() => {
      for (const write of writes) write();
    });
    this.#progress = progress;
    this.#before = undefined;
  }

  /** Leaves the tree to the next process. */
  async close(): Promise<void> {
    await this.#commit(() => {
      if (this.#before) void this.#put(OWNER_NAME, encodeValue(this.#before));
      else void this.#tree.remove(keyOfName(OWNER_NAME));
    });
    await this.#tree.close();
  }

  /** Resolves when all that `write` writes is on the disk. @throws what kept LMDB from writing it */
  async #commit(write: () => void): Promise<void> {
    try {
      await this.#tree.batch(write);
    } catch (error) {
      throw await whyCommitFailed(error);
    }
    await this.#tree.flushed;
  }

  /**
   * What is about to be replaced; null for what cannot be read. Of that the bytes in the journal stay
   * counted as needed, which costs room and nothing else.
   */
  #replaced(key: Buffer): Slot | null | undefined {
    const packed = this.#tree.get(key);
    return packed && (unpackSlot(key, packed) ?? null);
  }

  /**
   * As `#replaced`, for keys that come in order. Most are new, and stand together where there was
   * nothing: behind the second of them the next key is sought that there is, up to which all are new.
   */
  #replacedInOrder(): (key: Buffer) => Slot | null | undefined {
    let wasMissing = false;
    /** Undefined when no key is left. */
    let nextKey: Buffer | undefined = FIRST_KEY;
    return (key) => {
      if (!nextKey || key.compare(nextKey) < 0) return undefined;
      const slot = this.#replaced(key);
      const isMissing = slot === undefined;
      if (isMissing && wasMissing) [nextKey] = this.#tree.getKeys({ start: key, limit: 1 });
      wasMissing = isMissing;
      return slot;
    };
  }

  #committedProgress(): Progress {
    const kept = this.#meta(PROGRESS_NAME) as ReturnType<typeof keptForm> | undefined;
    return kept ? { ...kept, liveBytes: new Map(kept.liveBytes) } : this.#progress;
  }

  /** Takes the store over, and answers who had it and did not close it. */
  #claim(folder: string): Owner | undefined {
    if (isFormat1(this.#tree)) {
      refuseOwned(ownerInFormat1(this.#tree), folder);
      upgradeFormat1(this.#tree, (name, value) => this.#put(name, value));
      void this.#put(FORMAT_NAME, encodeValue(FORMAT));
    }
    const format = this.#meta(FORMAT_NAME);
    const isNew = format === undefined && this.#tree.getKeysCount({ limit: 1 }) === 0;
    if (!READABLE_FORMATS.has(format) && !isNew) {
      throw new StoreError(
        'ForeignFormat',
        `The data folder ${folder} has format ${format ?? 'unknown'}, and this version reads ` +
          `format ${FORMAT}. Nothing in it was changed. Use the version that wrote it, or choose ` +
          'another folder with --data.',
      );
    }
    const owner = this.#meta(OWNER_NAME) as Owner | undefined;
    refuseOwned(owner, folder);
    this.#progress = this.#committedProgress();
    void this.#put(FORMAT_NAME, encodeValue(FORMAT));
    // Until the traces of a power cut are worked off, the next process must know of it too.
    const boot = owner && mayHaveLostPower(owner) ? { boot: owner.boot ?? '' } : {};
    void this.#put(OWNER_NAME, encodeValue({ ...thisProcess(), ...boot }));
    return owner;
  }

  #meta(name: string): Value {
    const slot = this.get(name);
    return slot?.bytes && decodeValue(slot);
  }

  #put(name: string, slot: Slot): Promise<boolean> {
    const key = keyOfName(name);
    return this.#tree.put(key, packSlot(key, slot));
  }

  #unpack(key: Buffer, packed: Buffer): Slot {
    const slot = unpackSlot(key, packed);
    if (slot) return slot;
    const help = 'Restore the folder, or choose another one with --data.';
    throw new StoreError('Damaged', `An entry of ${this.#path} is not as it was written. ${help}`);
  }
}

/** @throws StoreError FolderInUse */
function refuseOwned(owner: Owner | undefined, folder: string): void {
  if (!owner || !isRunning(owner)) return;
  throw new StoreError(
    'FolderInUse',
    `The data folder ${folder} is in use by process ${owner.pid}. ` +
      'Stop that process, or choose another folder with --data.',
  );
}

/** The error of LMDB's package comes without the reason, which is a promise beside it. */
async function whyCommitFailed(error: unknown): Promise<unknown> {
  const { commitError } = error as { commitError?: Promise<never> };
  return commitError ? commitError.catch((reason: unknown) => reason) : error;
}

const keptForm = ({ settled, liveBytes }: Progress) => ({ settled, liveBytes: [...liveBytes] });

/** LMDB takes no longer keys. No name is as long, so the rest decides nothing where one is sought. */
const LONGEST_KEY = 1978;

/** Stands before every other. */
const FIRST_KEY = Buffer.alloc(0);

const keyOfName = (name: string) => Buffer.from(name.slice(0, LONGEST_KEY), 'latin1');
