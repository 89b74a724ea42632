import { closeSync, fsync, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  type Change,
  encodeFrame,
  type FramePosition,
  type Place,
  type WrittenChange,
} from './frame.ts';
import { RecentBytes } from './recent-bytes.ts';
import {
  damaged,
  FIRST_FRAME_OFFSET,
  SegmentFile,
  type Walk,
  type WalkOptions,
} from './segment-file.ts';

const NAME = /^journal-(\d{8})$/;
const nameOf = (segment: number) => `journal-${String(segment).padStart(8, '0')}`;

const syncFolder = promisify(fsync);

/** The place before the first frame of the first segment. */
export const JOURNAL_START: FramePosition = startOfSegment(1);

/** The place of a segment's first frame. */
export function startOfSegment(segment: number): FramePosition {
  return { segment, offset: FIRST_FRAME_OFFSET, number: 0 };
}

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
  #hasNewFile = false;
  #syncing: Promise<void> = Promise.resolve();
  #nextSync: Promise<void> | undefined;

  /** @param segmentBytes a segment that has grown to this is written no further */
  constructor(folder: string, segmentBytes: number) {
    this.#folder = folder;
    this.#segmentBytes = segmentBytes;
    mkdirSync(folder, { recursive: true });
  }

  /** Where the next frame goes. */
  get end(): FramePosition {
    return this.#end;
  }

  /** The segments that there are, oldest first. */
  segments(): number[] {
    const numbers = readdirSync(this.#folder).map((name) => Number(NAME.exec(name)?.[1] ?? 0));
    return numbers.filter((number) => number > 0).sort((a, b) => a - b);
  }

  /**
   * Looks whether the segments are there that have what is needed, by the bytes needed of each.
   *
   * @throws StoreError Damaged
   */
  refuseMissing(liveBytes: ReadonlyMap<number, number>): void {
    const there = new Set(this.segments());
    for (const [segment, bytes] of liveBytes) {
      const path = join(this.#folder, nameOf(segment));
      if (!there.has(segment)) throw damaged(path, 'is missing');
      if (this.bytesOf(segment) < bytes) throw damaged(path, 'has been cut short');
    }
  }

  /** How many bytes a segment has. */
  bytesOf(segment: number): number {
    return this.#open(segment).bytes;
  }

  /**
   * Calls `visit` for the changes of each commit behind `from`, and goes on writing after the last.
   * A commit at the very end that is not whole was never acknowledged, and is cut off; one that is
   * not as it was written ends the journal only after a power cut, which may have kept what came
   * after a commit but not the commit itself.
   *
   * @throws StoreError Damaged
   */
  replay(
    from: FramePosition,
    { wasPowerCut, visit }: { wasPowerCut: boolean; visit: (changes: WrittenChange[]) => void },
  ): void {
    this.#end = from;
    const segments = this.segments().filter((segment) => segment >= from.segment);
    for (const segment of segments) {
      const file = this.#open(segment);
      const start = segment === from.segment ? from : startOfSegment(segment);
      const walk = file.walk(start, { withValues: true, visit });
      this.#end = walk.position;
      if (walk.end === 'end') continue;
      const isLast = segment === segments.at(-1);
      if (!wasPowerCut && (walk.end === 'damaged' || !isLast)) {
        throw damaged(file.path, `is not as it was written at byte ${walk.position.offset}`);
      }
      file.truncate(walk.position.offset);
      this.forget(segments.filter((other) => other > segment));
      return;
    }
  }

  /**
   * Writes one commit. What was not written whole is not there at all.
   *
   * @throws system errors, such as ENOSPC
   */
  append(changes: readonly Change[]): WrittenChange[] {
    if (this.#end.offset >= this.#segmentBytes) this.beginSegment();
    const { parts, written } = encodeFrame(changes, this.#end);
    const file = this.#open(this.#end.segment);
    file.write(parts, this.#end.offset);
    this.#unsynced.add(file);
    const bytes = parts.reduce((sum, part) => sum + part.byteLength, 0);
    const { segment, offset, number } = this.#end;
    this.#end = { segment, offset: offset + bytes, number: number + 1 };
    return written;
  }

  /** Keeps the bytes of a value at hand for those who read it next. */
  remember(place: Place, bytes: Uint8Array): void {
    this.#recent.add(cacheName(place), bytes);
  }

  /** The bytes of a value. @throws StoreError Damaged */
  read(place: Place): Uint8Array {
    const known = this.#recent.get(cacheName(place));
    if (known) return known;
    const bytes = this.#open(place.segment).read(place);
    this.remember(place, bytes);
    return bytes;
  }

  /** Walks some commits of a segment. */
  walk(from: FramePosition, options: WalkOptions): Walk {
    return this.#open(from.segment).walk(from, options);
  }

  /** Has the next commit written to a new segment. */
  beginSegment(): void {
    this.#end = startOfSegment(this.#end.segment + 1);
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

  /** Removes segments of which nothing is needed any more. */
  forget(segments: readonly number[]): void {
    for (const segment of segments) {
      const file = this.#segments.get(segment);
      if (file) this.#unsynced.delete(file);
      file?.close();
      this.#segments.delete(segment);
      rmSync(join(this.#folder, nameOf(segment)), { force: true });
    }
  }

  async close(): Promise<void> {
    await this.sync();
    for (const file of this.#segments.values()) file.close();
    this.#segments.clear();
  }

  async #syncNow(): Promise<void> {
    const files = [...this.#unsynced];
    this.#unsynced.clear();
    const hasNewFile = this.#hasNewFile;
    this.#hasNewFile = false;
    await Promise.all(files.map((file) => file.sync()));
    if (!hasNewFile) return;
    // The name of a new file is safe only when its folder is.
    const folder = openSync(this.#folder, 'r');
    try {
      await syncFolder(folder);
    } finally {
      closeSync(folder);
    }
  }

  #open(segment: number): SegmentFile {
    const known = this.#segments.get(segment);
    if (known) return known;
    const file = new SegmentFile(join(this.#folder, nameOf(segment)));
    this.#segments.set(segment, file);
    this.#hasNewFile = true;
    return file;
  }
}

const cacheName = ({ segment, offset }: Place) => `${segment}:${offset}`;
