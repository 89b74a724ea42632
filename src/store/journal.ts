import { closeSync, fsync, openSync, readdirSync, rmSync, statSync, unlink } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  type Change,
  encodeFrame,
  type FramePosition,
  numberAfter,
  type Place,
  type WrittenChange,
} from './frame.ts';
import { RecentBytes } from './recent-bytes.ts';
import { makeFolder } from './safe-names.ts';
import {
  damaged,
  FIRST_FRAME_OFFSET,
  SegmentFile,
  type Walk,
  type WalkOptions,
  type WalkStart,
} from './segment-file.ts';
import { SpareSegments } from './spare-segments.ts';
import type { Memory } from './store.ts';
import { StoreError } from './store-error.ts';

const NAME = /^journal-(\d{8})$/;
const nameOf = (segment: number) => `journal-${String(segment).padStart(8, '0')}`;

const SPARE_NAME = 'spare-segment';
/** A spare is prepared once this share of a segment has been written. */
const SHARE_BEFORE_SPARE = 1 / 8;

const EMPTY = new Uint8Array();

const syncFolder = promisify(fsync);
const removeFile = promisify(unlink);

/** Segments stay open to be read, as many as this: a process may have a thousand files or so. */
const MOST_OPEN_FILES = 100;

/** The place of a segment's first frame. */
export const startOfSegment = (segment: number) => ({ segment, offset: FIRST_FRAME_OFFSET });

/** The place before the first frame of the first segment. */
export const JOURNAL_START: FramePosition = { ...startOfSegment(1), number: 0 };

/**
 * Every commit in the order in which it was made, in a sequence of files. A commit is one write, so
 * it is in the operating system's hands when `append` returns.
 */
export class Journal {
  readonly #folder: string;
  readonly #segmentBytes: number;
  readonly #segments = new Map<number, SegmentFile>();
  readonly #recent = new RecentBytes();
  #end: FramePosition = JOURNAL_START;
  /** What was written since it was last synced. */
  readonly #unsynced = new Set<SegmentFile>();
  /** What is being synced. */
  #inSync: readonly SegmentFile[] = [];
  #hasNewFile = false;
  /** Segments on their way out. */
  readonly #leaving = new Map<number, Promise<void>>();
  readonly #spares: SpareSegments;
  /** Whether the segment that is written has pages behind its end. */
  #isFilled = false;
  /** How far the segments before it went: a sync ends one early, now and then, of whoever writes much. */
  #lastBytes = 0;
  #syncing: Promise<void> = Promise.resolve();
  #nextSync: Promise<void> | undefined;

  /** @param segmentBytes a segment that has grown to this is written no further */
  constructor(folder: string, segmentBytes: number) {
    this.#folder = folder;
    this.#segmentBytes = segmentBytes;
    makeFolder(folder);
    this.#spares = new SpareSegments(join(folder, SPARE_NAME));
  }

  /** Where the next frame goes. */
  get end(): FramePosition {
    return this.#end;
  }

  /** The segments that there are, oldest first. */
  segments(): number[] {
    const numbers = readdirSync(this.#folder).map((name) => Number(NAME.exec(name)?.[1] ?? 0));
    const isThere = (number: number) => number > 0 && !this.#leaving.has(number);
    return numbers.filter(isThere).sort((a, b) => a - b);
  }

  /**
   * Looks whether the segments are there that have what is needed, by the bytes needed of each.
   *
   * @throws StoreError Damaged
   */
  refuseMissing(liveBytes: ReadonlyMap<number, number>): void {
    const there = new Set(this.segments());
    for (const [segment, bytes] of liveBytes) {
      const path = this.#pathOf(segment);
      if (!there.has(segment)) throw damaged(path, 'is missing');
      if (this.bytesOf(segment) < bytes) throw damaged(path, 'has been cut short');
    }
  }

  /** How many bytes a segment has. */
  bytesOf(segment: number): number {
    return this.#segments.get(segment)?.bytes ?? statSync(this.#pathOf(segment)).size;
  }

  /**
   * Calls `visit` for the changes of each commit behind `from`, and goes on writing after the last.
   * A commit at the very end that is not whole was never acknowledged, and is cut off; one that is
   * not as it was written ends the journal only after a power cut, which may have kept what came
   * after a commit but not the commit itself. Answers how many bytes were cut off.
   *
   * @throws StoreError Damaged
   */
  replay(
    from: FramePosition,
    { wasPowerCut, visit }: { wasPowerCut: boolean; visit: (changes: WrittenChange[]) => void },
  ): number {
    this.#end = from;
    const segments = this.segments().filter((segment) => segment >= from.segment);
    for (const [index, segment] of segments.entries()) {
      const later = segments.slice(index + 1);
      const expected = from.segment + index;
      // What is settled was on the disk before.
      const mayBeGone = index > 0 || from.offset === FIRST_FRAME_OFFSET;
      if (segment !== expected) {
        if (wasPowerCut && mayBeGone) return this.#drop([segment, ...later]);
        throw damaged(this.#pathOf(expected), 'is missing');
      }
      const file = this.#openToReplay(segment, { mayBeCut: wasPowerCut && mayBeGone });
      if (!file) return this.#drop([segment, ...later]);
      const start = index === 0 ? from : { ...startOfSegment(segment), number: this.#end.number };
      if (file.bytes < start.offset) throw damaged(file.path, 'has been cut short');
      // Whoever wrote it may have been killed before the disk had it, or its name.
      this.#unsynced.add(file);
      this.#hasNewFile = true;
      const walk = file.walk(start, { withValues: true, visit });
      this.#end = { ...start, ...walk.position };
      const { offset } = walk.position;
      if (walk.end === 'end') {
        if (file.bytes > offset) file.truncate(offset);
        continue;
      }
      if (!wasPowerCut && (walk.end === 'damaged' || later.length > 0)) {
        throw damaged(file.path, `is not as it was written at byte ${offset}`);
      }
      const cut = file.bytes - offset;
      file.truncate(offset);
      return cut + this.#drop(later);
    }
    return 0;
  }

  /**
   * Writes one commit. What was not written whole is not there at all.
   *
   * @throws system errors, such as ENOSPC
   */
  append(changes: readonly Change[]): WrittenChange[] {
    if (this.#end.offset >= this.#segmentBytes) this.beginSegment();
    const { parts, written } = encodeFrame(changes, this.#end);
    const { segment, offset, number } = this.#end;
    const file = this.#openToWrite(segment);
    file.write(parts, offset);
    this.#unsynced.add(file);
    const end = parts.reduce((sum, part) => sum + part.byteLength, offset);
    this.#end = { segment, offset: end, number: numberAfter(number) };
    if (end > this.#segmentBytes * SHARE_BEFORE_SPARE)
      this.#spares.prepare(Math.ceil(Math.min(Math.max(end, this.#lastBytes), this.#segmentBytes)));
    return written;
  }

  /** Keeps the bytes of a value at hand for those who read it next. */
  remember(place: Place, bytes: Uint8Array): void {
    this.#recent.add(placeNumber(place), bytes);
  }

  /**
   * The bytes of a value. What is put into memory for a moment is mostly read once, and more than
   * could be kept at hand.
   *
   * @throws StoreError Damaged
   */
  read(place: Place, memory?: Memory): Uint8Array {
    // Nothing stands at the place of an empty value but the next one.
    if (place.length === 0) return EMPTY;
    const known = this.#recent.get(placeNumber(place), memory);
    if (known) return known;
    const bytes = this.#open(place.segment).read(place, memory);
    if (!memory) this.remember(place, bytes);
    return bytes;
  }

  /** Walks some commits of a segment. */
  walk(from: WalkStart, options: WalkOptions): Walk {
    return this.#open(from.segment).walk(from, options);
  }

  /** Has the next commit written to a new segment. */
  beginSegment(): void {
    const { segment, offset, number } = this.#end;
    if (this.#isFilled) this.#open(segment).truncate(offset);
    this.#isFilled = false;
    this.#lastBytes = Math.max(offset, this.#lastBytes / 2);
    this.#end = { ...startOfSegment(segment + 1), number };
  }

  /** Resolves when everything appended before is on the disk. Many callers share one sync. */
  sync(): Promise<void> {
    this.#nextSync ??= this.#syncing
      .catch(() => {})
      .then(() => {
        this.#nextSync = undefined;
        this.#syncing = this.#syncNow();
        return this.#syncing;
      });
    return this.#nextSync;
  }

  /**
   * Removes segments of which nothing is needed any more, in the background: the system takes
   * milliseconds to give back their room. One that stays is a segment still.
   */
  forget(segments: readonly number[]): void {
    for (const segment of segments) {
      this.#closeSegment(segment);
      const gone = removeFile(this.#pathOf(segment)).catch(() => {});
      this.#leaving.set(
        segment,
        gone.then(() => void this.#leaving.delete(segment)),
      );
    }
  }

  /** Resolves when no segment is on its way out. */
  async whenForgotten(): Promise<void> {
    await Promise.all(this.#leaving.values());
  }

  /** Resolves when nothing is prepared any more for commits to come. */
  stopPreparing(): Promise<void> {
    return this.#spares.stop();
  }

  /** Gives back the room that is held for commits to come. */
  dropSpares(): void {
    this.#spares.drop();
  }

  /** Closes the files; what was not synced before is left to the operating system. */
  close(): void {
    for (const file of this.#segments.values()) file.close();
    this.#segments.clear();
  }

  /** Opens a segment; answers undefined when not even its beginning is there, and that may be. */
  #openToReplay(segment: number, { mayBeCut }: { mayBeCut: boolean }): SegmentFile | undefined {
    try {
      return this.#open(segment);
    } catch (error) {
      if (mayBeCut && error instanceof StoreError) return undefined;
      throw error;
    }
  }

  /** Removes segments that nobody has read, whose numbers come again; answers how many bytes they had. */
  #drop(segments: readonly number[]): number {
    const bytes = segments.reduce((sum, segment) => sum + this.bytesOf(segment), 0);
    for (const segment of segments) {
      this.#closeSegment(segment);
      rmSync(this.#pathOf(segment), { force: true });
    }
    this.#hasNewFile = true;
    return bytes;
  }

  #closeSegment(segment: number): void {
    const file = this.#segments.get(segment);
    if (file) this.#unsynced.delete(file);
    file?.close();
    this.#segments.delete(segment);
  }

  async #syncNow(): Promise<void> {
    const files = [...this.#unsynced];
    this.#unsynced.clear();
    const hasNewFile = this.#hasNewFile;
    this.#hasNewFile = false;
    this.#inSync = files;
    // One after the other: there are only four threads, and the next segment is filled by one of them.
    for (const file of files) await file.sync();
    this.#inSync = [];
    if (!hasNewFile) return;
    // The name of a new file is safe only when its folder is.
    const folder = openSync(this.#folder, 'r');
    try {
      await syncFolder(folder);
    } finally {
      closeSync(folder);
    }
  }

  #open(segment: number, { mayBegin = false } = {}): SegmentFile {
    const known = this.#segments.get(segment);
    if (known) return known;
    if (this.#segments.size >= MOST_OPEN_FILES) this.#closeOne();
    const file = new SegmentFile(this.#pathOf(segment), { mayBegin });
    this.#segments.set(segment, file);
    this.#hasNewFile ||= mayBegin;
    return file;
  }

  /** Opens the segment to be written; one that is to begin is begun in the spare, if there is one. */
  #openToWrite(segment: number): SegmentFile {
    const known = this.#segments.get(segment);
    if (known) return known;
    const isNew = this.#end.offset === FIRST_FRAME_OFFSET;
    if (isNew) this.#isFilled = this.#spares.take(this.#pathOf(segment));
    return this.#open(segment, { mayBegin: true });
  }

  /** Closes the file that has been open for the longest time, of those that are only read. */
  #closeOne(): void {
    for (const [segment, file] of this.#segments) {
      if (this.#unsynced.has(file) || this.#inSync.includes(file)) continue;
      file.close();
      this.#segments.delete(segment);
      return;
    }
  }

  #pathOf(segment: number): string {
    return join(this.#folder, nameOf(segment));
  }
}

/**
 * Tells the places of values that are there at once. Offsets are below 2^32; no folder has as many as
 * 2^21 segments, so that the last digits of their numbers do.
 */
const placeNumber = ({ segment, offset }: Place) => (segment % 2 ** 21) * 2 ** 32 + offset;
