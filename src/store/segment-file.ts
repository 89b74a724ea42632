import {
  closeSync,
  fdatasync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  writevSync,
} from 'node:fs';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import {
  type FramePosition,
  HEADER_BYTES,
  numberAfter,
  type Place,
  readHeader,
  readTable,
  type WrittenChange,
} from './frame.ts';
import { ownMemory } from './store.ts';
import { StoreError } from './store-error.ts';

/** What a segment begins with: the kind of the file, and the version of its layout. */
export const MAGIC = Buffer.from('SLUICE\u0000\u0001', 'latin1');
export const FIRST_FRAME_OFFSET = MAGIC.length;

const BLANK = Buffer.alloc(64 * 1024);
/** The least that the operating system writes at once; some of them have larger pages. */
const PAGE_BYTES = 4096;

const syncData = promisify(fdatasync);

/** Why a walk through the frames of a segment ended. */
type WalkEnd =
  /** Every byte was read, or nothing but zeros follows: pages that were never written. */
  | 'end'
  /** As many frames were visited as were asked for. */
  | 'paused'
  /** The last frame is cut off, as it is when its writer was killed. */
  | 'torn'
  /** A frame is not as it was written. */
  | 'damaged';

/** Where a walk begins; without a number, with whatever number the frame there has. */
export type WalkStart = Omit<FramePosition, 'number'> & { readonly number?: number };

export interface WalkOptions {
  readonly withValues?: boolean;
  /** Most frames to visit. */
  readonly most?: number;
  readonly visit: (changes: WrittenChange[]) => void;
}

export interface Walk {
  readonly end: WalkEnd;
  /** Behind the last frame that was visited. */
  readonly position: WalkStart;
}

/** One file of the journal. */
export class SegmentFile {
  readonly path: string;
  readonly #file: number;

  /**
   * Opens a segment, or begins one that is not there.
   *
   * @throws StoreError Damaged, and system errors
   */
  constructor(path: string, { mayBegin }: { mayBegin: boolean }) {
    this.path = path;
    this.#file = openFile(path, mayBegin);
    try {
      this.#checkHead();
    } catch (error) {
      closeSync(this.#file);
      throw error;
    }
  }

  #checkHead(): void {
    const head = Buffer.alloc(MAGIC.length);
    const length = readSync(this.#file, head, { position: 0 });
    // One that was killed before it had written this much has written no frame either.
    if (length < MAGIC.length) this.write([MAGIC], 0);
    else if (!head.equals(MAGIC)) throw damaged(this.path, 'does not begin as a journal does');
  }

  get bytes(): number {
    return fstatSync(this.#file).size;
  }

  /**
   * Writes all the parts one after the other, or leaves the file as if none had been.
   *
   * @throws StoreError Broken when it could not be left so; else system errors
   */
  write(parts: readonly Uint8Array[], offset: number): void {
    let at = offset;
    try {
      for (let rest = parts; rest.length > 0; ) {
        const count = writevSync(this.#file, rest as Uint8Array[], at);
        at += count;
        rest = behind(rest, count);
      }
    } catch (error) {
      if (at > offset) this.#takeBack(offset, error);
      throw error;
    }
  }

  #takeBack(offset: number, cause: unknown): void {
    try {
      this.truncate(offset);
    } catch {
      const why = `Half of a commit stands at the end of ${this.path}, and cannot be removed: `;
      throw new StoreError('Broken', why + (cause as Error).message, { cause });
    }
  }

  /** @throws StoreError Damaged when the bytes do not fit the checksum */
  read({ offset, length, crc }: Omit<Place, 'segment'>, memory = ownMemory): Buffer {
    const bytes = memory(length);
    const count = readSync(this.#file, bytes, { position: offset });
    if (count === length && crc32(bytes) === crc) return bytes;
    throw damaged(this.path, `is not as it was written at byte ${offset}`);
  }

  /**
   * Calls `visit` for each frame from `position` on, and says where the last whole one ends.
   * `withValues` also looks at the checksums of the values.
   */
  walk(position: WalkStart, { withValues = false, most, visit }: WalkOptions): Walk {
    const size = this.bytes;
    const head = Buffer.alloc(HEADER_BYTES);
    const { segment } = position;
    let { offset, number } = position;
    let visited = 0;
    const stop = (end: WalkEnd): Walk => {
      return { end, position: { segment, offset, ...(number !== undefined && { number }) } };
    };
    while (offset < size) {
      if (visited === most) return stop('paused');
      if (offset + HEADER_BYTES > size) return stop(this.#endOfWritten() > offset ? 'torn' : 'end');
      readSync(this.#file, head, { position: offset });
      const header = readHeader(head, segment);
      if (!header) return stop(this.#whyNotWhole(offset, offset + HEADER_BYTES));
      if (header.number !== (number ?? header.number)) return stop('damaged');
      const { tableBytes, valueBytes, tableCrc } = header;
      const end = offset + HEADER_BYTES + tableBytes + valueBytes;
      if (end > size) return stop('torn');
      const table = Buffer.allocUnsafe(tableBytes);
      readSync(this.#file, table, { position: offset + HEADER_BYTES });
      const changes = readTable(table, { segment, offset }, tableCrc);
      if (!changes || (withValues && !this.#areValuesWhole(changes)))
        return stop(this.#whyNotWhole(offset, end));
      visit(changes);
      offset = end;
      number = numberAfter(header.number);
      visited++;
    }
    return stop('end');
  }

  /** Resolves when everything written before is on the disk. */
  sync(): Promise<void> {
    return syncData(this.#file);
  }

  /** Forgets everything from `offset` on. */
  truncate(offset: number): void {
    ftruncateSync(this.#file, offset);
  }

  close(): void {
    closeSync(this.#file);
  }

  /**
   * Why there is no whole frame from `offset` to `end`. The system writes page by page: of a commit
   * whose writer was killed, the first pages may be there, and zeros behind them.
   */
  #whyNotWhole(offset: number, end: number): WalkEnd {
    const written = this.#endOfWritten();
    if (written <= offset) return 'end';
    return Math.ceil(written / PAGE_BYTES) * PAGE_BYTES < end ? 'torn' : 'damaged';
  }

  /** Behind the last byte that is not zero. */
  #endOfWritten(): number {
    const piece = Buffer.allocUnsafe(BLANK.length);
    for (let end = this.bytes; end > 0; end -= BLANK.length) {
      const start = Math.max(end - BLANK.length, 0);
      const length = readSync(this.#file, piece, { position: start, length: end - start });
      if (piece.compare(BLANK, 0, length, 0, length) === 0) continue;
      return start + piece.subarray(0, length).findLastIndex((byte) => byte !== 0) + 1;
    }
    return 0;
  }

  #areValuesWhole(changes: readonly WrittenChange[]): boolean {
    const bytes = Buffer.allocUnsafe(
      changes.reduce((most, { value }) => Math.max(most, value?.place.length ?? 0), 0),
    );
    return changes.every(({ value }) => {
      if (!value) return true;
      const { offset, length, crc } = value.place;
      readSync(this.#file, bytes, { position: offset, length });
      return crc32(bytes.subarray(0, length)) === crc;
    });
  }
}

function openFile(path: string, mayBegin: boolean): number {
  try {
    return openSync(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    if (!mayBegin) throw damaged(path, 'is missing', { cause: error });
    return openSync(path, 'wx+');
  }
}

/** What is left of `parts` behind their first `count` bytes. */
export function behind(parts: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  let left = count;
  for (const [index, part] of parts.entries()) {
    if (left < part.byteLength) return [part.subarray(left), ...parts.slice(index + 1)];
    left -= part.byteLength;
  }
  return [];
}

export function damaged(path: string, how: string, options?: ErrorOptions): StoreError {
  const help = 'Nothing in it was changed. Restore the folder, or choose another one with --data.';
  return new StoreError('Damaged', `${path} is damaged: it ${how}. ${help}`, options);
}
