import { join } from 'node:path';
import { TransactionFlags } from 'lmdb';
import { decodeValue, encodeValue } from './encoded-value.ts';
import type { FramePosition } from './frame.ts';
import { JOURNAL_START } from './journal.ts';
import { type Lmdb, openLmdb } from './lmdb.ts';
import { checkLmdbFile } from './lmdb-file.ts';
import { isRunning, mayHaveLostPower, type Owner, thisProcess } from './owner.ts';
import { packSlot, type Removed, type Slot, unpackSlot } from './slot.ts';
import { sortKey } from './sort-key.ts';
import type { NameRange } from './sorted-map.ts';
import type { Value } from './store.ts';
import { StoreError } from './store-error.ts';
import { isFormat1, ownerInFormat1, upgradeFormat1 } from './upgrade-format-1.ts';

/** The version of the layout of names and values; a folder of a newer version is not touched. */
const FORMAT = 2;
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
      this.wasPowerCut = before !== undefined && mayHaveLostPower(before);
    } catch (error) {
      void this.#tree.close();
      throw error;
    }
  }

  get progress(): Progress {
    return this.#progress;
  }

  /** @throws StoreError Damaged */
  get(name: string): Slot | undefined {
    const packed = this.#tree.get(keyOfName(name));
    return packed && this.#unpack(name, packed);
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
      yield [name, this.#unpack(name, value)];
    }
  }

  /** Takes changes over in one transaction; resolves when they are on the disk. */
  async settle(
    changes: Iterable<readonly [string, Slot | Removed]>,
    settled: FramePosition,
  ): Promise<void> {
    const liveBytes = new Map(this.#progress.liveBytes);
    const count = (slot: Slot, sign: 1 | -1) => {
      if (slot.bytes) return;
      const { segment, length } = slot.place;
      const bytes = (liveBytes.get(segment) ?? 0) + sign * length;
      if (bytes === 0) liveBytes.delete(segment);
      else liveBytes.set(segment, bytes);
    };
    const commits = new Set<Promise<boolean>>();
    for (const [name, slot] of changes) {
      const before = this.get(name);
      if (before) count(before, -1);
      if (slot) {
        count(slot, 1);
        commits.add(this.#put(name, slot));
      } else if (before) {
        commits.add(this.#tree.remove(keyOfName(name)));
      }
    }
    const progress = { settled, liveBytes };
    commits.add(this.#put(PROGRESS_NAME, encodeValue(keptForm(progress))));
    // What is put in one turn of the event loop is one transaction.
    await Promise.all(commits);
    await this.#tree.flushed;
    this.#progress = progress;
  }

  /** Leaves the tree to the next process. */
  async close(): Promise<void> {
    await this.#tree.remove(keyOfName(OWNER_NAME));
    await this.#tree.flushed;
    await this.#tree.close();
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
    if (format !== FORMAT && !isNew) {
      throw new StoreError(
        'ForeignFormat',
        `The data folder ${folder} has format ${format ?? 'unknown'}, and this version reads ` +
          `format ${FORMAT}. Nothing in it was changed. Use the version that wrote it, or choose ` +
          'another folder with --data.',
      );
    }
    const owner = this.#meta(OWNER_NAME) as Owner | undefined;
    refuseOwned(owner, folder);
    const kept = this.#meta(PROGRESS_NAME) as ReturnType<typeof keptForm> | undefined;
    if (kept) this.#progress = { ...kept, liveBytes: new Map(kept.liveBytes) };
    void this.#put(FORMAT_NAME, encodeValue(FORMAT));
    void this.#put(OWNER_NAME, encodeValue(thisProcess()));
    return owner;
  }

  #meta(name: string): Value {
    const slot = this.get(name);
    return slot?.bytes && decodeValue(slot);
  }

  #put(name: string, slot: Slot): Promise<boolean> {
    return this.#tree.put(keyOfName(name), packSlot(name, slot));
  }

  #unpack(name: string, packed: Buffer): Slot {
    const slot = unpackSlot(name, packed);
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

const keptForm = ({ settled, liveBytes }: Progress) => ({ settled, liveBytes: [...liveBytes] });

const keyOfName = (name: string) => Buffer.from(name, 'latin1');
