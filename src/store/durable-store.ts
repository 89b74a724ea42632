import type { Clock, Timer } from '../clock/clock.ts';
import { DurableTransaction } from './durable-transaction.ts';
import type { Change, FramePosition, Place, WrittenChange } from './frame.ts';
import { Journal } from './journal.ts';
import { type Layer, Layers } from './layers.ts';
import { NeedlessSegments } from './needless-segments.ts';
import { SettledTree } from './settled-tree.ts';
import { MOST_INLINE_BYTES, REMOVED } from './slot.ts';
import { SortedMap } from './sorted-map.ts';
import {
  type Entry,
  type Key,
  type Memory,
  ownMemory,
  type Range,
  type Store,
  type Transaction,
  type Value,
} from './store.ts';
import { StoreError } from './store-error.ts';

/**
 * What an acknowledged write survives: the death of this process, or also that of the machine. With
 * `process`, what was written last may be lost when the power goes, but nothing before it. Both hold
 * as far as the file system does what `fdatasync` promises, which some network and virtual ones and
 * disks with a cache that is not safe do not.
 */
export type Durability = 'process' | 'disk';

export interface DurableStoreOptions {
  readonly durability: Durability;
  /** Real time, whatever the time of the streams is: the disk knows no other. */
  readonly clock: Clock;
  /** Told what goes wrong while nobody waits for it. */
  readonly onProblem: (message: string) => void;
  /** How many names change before they are taken over into the tree. */
  readonly changesToSettle?: number;
  /** How many names may have changed that are not taken over yet; more writes are refused. */
  readonly mostUnsettled?: number;
  /** A segment of the journal that has grown to this is written no further. */
  readonly segmentBytes?: number;
}

const CHANGES_TO_SETTLE = 4000;
const SEGMENT_BYTES = 32 * 1024 * 1024;
/** How far the journal may go before what stands in it is taken over: a start reads it all. */
const SEGMENTS_TO_SETTLE = 8;
/** A segment of less is written on while it is synced, so that there are not too many of them. */
const BYTES_WORTH_A_SEGMENT = 4 * 1024 * 1024;
/** How many names may wait to be taken over, while that fails or the disk is slow: all are in memory. */
const MOST_UNSETTLED = 400_000;
/** After how long it is tried again what could not be taken over, when nobody writes. */
const SETTLE_AGAIN_AFTER_MS = 5000;
/** How long what was written waits for the disk when nobody waits for it. */
const SYNC_AFTER_MS = 1000;
/**
 * The store on disk: a journal, and a tree behind it. A commit is one write to the journal, in the
 * operating system's hands before it is acknowledged. What was written lately is kept in order in
 * memory (*recent*); once there is enough of it (*settling*), it is taken over into the tree in one
 * transaction. Large values stay where the journal has them, until most of their segment is no
 * longer needed. A reader looks at recent, settling and the tree, in that order. After a crash, what
 * the journal has beyond the tree is read into recent again.
 */
export class DurableStore implements Store {
  readonly #options: DurableStoreOptions;
  readonly #journal: Journal;
  readonly #tree: SettledTree;
  #recent: Layer = new SortedMap();
  #settling: { readonly layer: Layer; readonly upTo: FramePosition } | undefined;
  /** The taking over under way; never rejects. */
  #settled: Promise<void> | undefined;
  readonly #changesToSettle: number;
  #settleAtSize: number;
  #settleAtSegment: number;
  #syncTimer: Timer | undefined;
  #settleTimer: Timer | undefined;
  readonly #needless: NeedlessSegments;
  /** Set when closing has begun. */
  #closing: Promise<void> | undefined;
  #isClosed = false;
  #broken: StoreError | undefined;

  /** Opens or creates the store in a folder. @throws StoreError, and system errors */
  constructor(folder: string, options: DurableStoreOptions) {
    this.#options = options;
    this.#changesToSettle = options.changesToSettle ?? CHANGES_TO_SETTLE;
    this.#settleAtSize = this.#changesToSettle;
    this.#journal = new Journal(folder, options.segmentBytes ?? SEGMENT_BYTES);
    this.#tree = new SettledTree(folder);
    this.#needless = new NeedlessSegments({
      journal: this.#journal,
      progress: () => (this.#settling ? undefined : this.#tree.progress),
      slot: (name) => this.#layers().slot(name),
      commit: (changes) => this.#commit(changes),
      onProblem: options.onProblem,
    });
    try {
      const { progress, wasPowerCut } = this.#tree;
      this.#settleAtSegment = progress.settled.segment + SEGMENTS_TO_SETTLE;
      this.#journal.refuseMissing(progress.liveBytes);
      const visit = (written: readonly WrittenChange[]) => this.#remember(written);
      const cut = this.#journal.replay(progress.settled, { wasPowerCut, visit });
      if (wasPowerCut && cut > 0) options.onProblem(lossOf(cut));
    } catch (error) {
      this.#journal.close();
      this.#tree.close().catch(() => {}); // what went wrong first is what counts
      throw error;
    }
    if (this.#recent.size > 0 || this.#tree.wasPowerCut) this.#settle();
  }

  get<T = Value>(key: Key, memory?: Memory): T | undefined {
    return this.#layers().get(key, memory) as T | undefined;
  }

  range<T = Value>(range: Range): Iterable<Entry<T>> {
    return this.#layers().range<T>(range);
  }

  async transact<T>(work: (transaction: Transaction) => T): Promise<T> {
    if (this.#closing) throw new StoreError('Closed', 'The store is closed.');
    if (this.#broken) throw this.#broken;
    const transaction = new DurableTransaction((own) => this.#layers(own));
    const result = work(transaction);
    transaction.callBefore();
    const { changes } = transaction;
    if (changes.length > 0) this.#commit(changes);
    transaction.callAfter();
    if (changes.length > 0 && this.#options.durability === 'disk') await this.#sync();
    return result;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#syncTimer?.cancel();
    this.#settleTimer?.cancel();
    await Promise.all([this.#needless.stop(), this.#journal.stopPreparing()]);
    await this.#untilSettled();
    // The next process then finds nothing to read again, and no segment that nobody needs.
    this.#journal.beginSegment();
    this.#settle();
    await this.#untilSettled();
    await this.#journal.whenForgotten();
    try {
      // What is broken was said to those who wrote it.
      if (!this.#broken) await this.#sync();
    } finally {
      this.#isClosed = true;
      this.#journal.close();
      await this.#tree.close().catch((error: Error) => {
        // Everything is in the journal: the next process takes the folder over as if after a kill.
        this.#options.onProblem(`The data folder could not be left in order: ${error.message}`);
      });
    }
  }

  /** Taking over may have begun anew when it has ended. */
  async #untilSettled(): Promise<void> {
    while (this.#settled) await this.#settled;
  }

  #layers(own?: Layer): Layers {
    this.#refuseClosed();
    const layers = [own, this.#recent, this.#settling?.layer].filter((layer) => !!layer);
    return new Layers(layers, {
      ground: this.#tree,
      read: (place, memory) => this.#read(place, memory),
    });
  }

  #read(place: Place, memory: Memory | undefined): Uint8Array {
    this.#refuseClosed();
    return this.#journal.read(place, memory);
  }

  #refuseClosed(): void {
    if (this.#isClosed) throw new StoreError('Closed', 'The store is closed.');
  }

  /** @throws StoreError Full, Broken; then nothing was changed */
  #commit(changes: readonly Change[]): void {
    const unsettled = this.#recent.size + (this.#settling?.layer.size ?? 0);
    if (unsettled >= (this.#options.mostUnsettled ?? MOST_UNSETTLED)) throw lagging();
    let written: WrittenChange[];
    try {
      written = this.#journal.append(changes);
    } catch (error) {
      if (error instanceof StoreError) this.#broken = error;
      this.#journal.dropSpares();
      throw writeError(error);
    }
    this.#remember(written, changes);
    if (this.#isTimeToSettle()) this.#settle();
    if (this.#options.durability === 'process') this.#syncSoon();
  }

  /**
   * Takes what stands in the journal into recent.
   *
   * @param changes the same, in the same order, while their bytes are at hand
   */
  #remember(written: readonly WrittenChange[], changes?: readonly Change[]): void {
    for (const [index, { name, value }] of written.entries()) {
      if (!value) {
        this.#recent.set(name, REMOVED);
        continue;
      }
      const { form, place } = value;
      const bytes = changes?.[index]?.value?.bytes;
      if (place.length <= MOST_INLINE_BYTES) {
        // A copy: these bytes go into the tree later, and may be a small part of much memory.
        const kept = bytes ? Buffer.from(bytes) : this.#journal.read(place, ownMemory);
        this.#recent.set(name, { form, bytes: kept });
        continue;
      }
      this.#recent.set(name, value);
      if (bytes) this.#journal.remember(place, bytes);
    }
  }

  #isTimeToSettle(): boolean {
    const isLong = this.#journal.end.segment >= this.#settleAtSegment;
    return this.#recent.size >= (isLong ? 1 : this.#settleAtSize);
  }

  /** Takes recent over into the tree, or what could not be taken over last time. */
  #settle(): void {
    if (this.#settled) return;
    if (!this.#settling) {
      this.#settling = { layer: this.#recent, upTo: this.#journal.end };
      this.#recent = new SortedMap();
    }
    const { layer, upTo } = this.#settling;
    this.#settleAtSegment = this.#journal.end.segment + SEGMENTS_TO_SETTLE;
    const settle = async () => {
      await this.#syncApart();
      await this.#tree.settle(layer, upTo);
      this.#settling = undefined;
      this.#settleAtSize = this.#changesToSettle;
    };
    this.#settled = settle()
      .catch((error: Error) => {
        this.#settleAtSize = this.#recent.size + this.#changesToSettle;
        this.#settleAtSegment = this.#journal.end.segment + SEGMENTS_TO_SETTLE;
        this.#options.onProblem(
          `The data folder could not be brought up to date: ${error.message}`,
        );
        this.#settleLater();
      })
      .then(() => {
        this.#settled = undefined;
        this.#needless.tidy();
        if (this.#isTimeToSettle()) this.#settle();
      });
  }

  /** Writers may have been refused until it succeeds: none of them would begin it. */
  #settleLater(): void {
    if (this.#closing) return;
    const { clock } = this.#options;
    this.#settleTimer?.cancel();
    this.#settleTimer = clock.at(clock.now() + SETTLE_AGAIN_AFTER_MS, () => this.#settle());
  }

  #syncSoon(): void {
    const { clock, onProblem } = this.#options;
    this.#syncTimer ??= clock.at(clock.now() + SYNC_AFTER_MS, () => {
      this.#syncTimer = undefined;
      this.#syncApart().catch((error: Error) => onProblem(error.message));
    });
  }

  /**
   * Syncs while others write. They are given a segment of their own when this one is worth a sync:
   * writes to a file that is being synced waited for it, which cost eight callers a fourth of their
   * full puts.
   */
  #syncApart(): Promise<void> {
    if (this.#journal.end.offset > BYTES_WORTH_A_SEGMENT) this.#journal.beginSegment();
    return this.#sync();
  }

  /** After a failed sync nobody knows what the disk has: nothing more is written. */
  async #sync(): Promise<void> {
    if (this.#broken) throw this.#broken;
    try {
      await this.#journal.sync();
    } catch (cause) {
      const why = `The disk did not take what was written: ${(cause as Error).message}`;
      this.#broken = new StoreError('Broken', why, { cause });
      throw this.#broken;
    }
  }
}

const lagging = () =>
  new StoreError(
    'Full',
    'The data folder cannot be brought up to date as quickly as it is written. Nothing was changed; ' +
      'make room on its disk if it has none, and try again.',
  );

const lossOf = (bytes: number) =>
  'The data folder was not closed, as when the power fails. What had been written last was not ' +
  `whole, and is left out (${bytes} bytes).`;

/** What it means that a commit could not be written. */
function writeError(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'EFBIG') return error;
  const message = `The data folder has no room (${code}). Nothing was changed; make room, and try again.`;
  return new StoreError('Full', message, { cause: error });
}
