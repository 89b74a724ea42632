import type { Batch } from './batch.ts';
import type { StreamRecord } from './stream-record.ts';

/** The most state that a window may have before it is ended early (Lambda developer guide). */
const MAXIMUM_STATE_BYTES = 1024 * 1024;

/** What a window begins with. */
const EMPTY_STATE = '{}';

/** From `startMs`, inclusive, to `endMs`, exclusive; milliseconds since the Unix epoch. */
export interface WindowBounds {
  readonly startMs: number;
  readonly endMs: number;
}

/** A window of one shard of which records are finished, and which is not closed yet. */
export interface OpenWindow extends WindowBounds {
  /** What the function returned last: JSON text of an object. */
  readonly state: string;
  /** The state is too large: the window is to be closed before anything else. */
  readonly isOversized: boolean;
  /** When the last finished record of the window had arrived. */
  readonly lastArrivalMs: number;
}

/** What the function is told of the window besides the records. */
export interface WindowInvocation extends WindowBounds {
  readonly state: string;
  readonly isFinalInvokeForWindow: boolean;
  readonly isWindowTerminatedEarly: boolean;
}

/** What may come next for an open window. */
export interface Outlook {
  /** The record that is next; undefined when none is known. */
  readonly next: StreamRecord | undefined;
  /** Every record that arrived before this time is known. */
  readonly readUpToMs: number;
  /** The shard has ended, and no further record will come. */
  readonly noMore: boolean;
}

/** The window of a record: windows follow each other from the epoch on (Lambda developer guide). */
export function windowOf(record: StreamRecord, lengthMs: number): WindowBounds {
  const startMs = Math.floor(record.approximateArrivalTimestamp / lengthMs) * lengthMs;
  return { startMs, endMs: startMs + lengthMs };
}

function isSameWindow(one: WindowBounds, other: WindowBounds): boolean {
  return one.startMs === other.startMs && one.endMs === other.endMs;
}

/** Bounds as the function and failure records get them: without milliseconds (recorded on AWS). */
export function windowText({ startMs, endMs }: WindowBounds): { start: string; end: string } {
  return { start: isoSeconds(startMs), end: isoSeconds(endMs) };
}

const isoSeconds = (atMs: number) => `${new Date(atMs).toISOString().slice(0, -'.000Z'.length)}Z`;

/**
 * The tumbling windows of one shard. A window is open from the first finished batch of it on until
 * its final invoke is finished, however that ends; one of which nothing was finished needs no final
 * invoke. The next one begins with an empty state.
 */
export class TumblingWindows {
  readonly #lengthMs: number;
  #open: OpenWindow | undefined;
  #hasClosed = false;

  constructor(lengthMs: number, open: OpenWindow | undefined) {
    this.#lengthMs = lengthMs;
    this.#open = open;
  }

  get open(): OpenWindow | undefined {
    return this.#open;
  }

  /** Whether two records belong to one window. */
  areTogether(one: StreamRecord, other: StreamRecord): boolean {
    return isSameWindow(windowOf(one, this.#lengthMs), windowOf(other, this.#lengthMs));
  }

  /**
   * Whether the final invoke is due: the state is too large, or no record of the window can come
   * any more. A record of any other window ends it, which also holds when the length was changed.
   */
  mustClose({ next, readUpToMs, noMore }: Outlook): boolean {
    if (!this.#open) return false;
    if (this.#open.isOversized) return true;
    if (next) return !isSameWindow(windowOf(next, this.#lengthMs), this.#open);
    return noMore || readUpToMs >= this.#open.endMs;
  }

  /** What the function is told with `records` now, or, without any, with the final invoke. */
  invocationOf(records: readonly StreamRecord[]): WindowInvocation {
    const [first] = records;
    const open = this.#open;
    const { startMs, endMs } = first ? windowOf(first, this.#lengthMs) : (open as OpenWindow);
    return {
      startMs,
      endMs,
      state: open && isSameWindow(open, { startMs, endMs }) ? open.state : EMPTY_STATE,
      isFinalInvokeForWindow: first === undefined,
      isWindowTerminatedEarly: first === undefined && open?.isOversized === true,
    };
  }

  /**
   * The window once `records` are finished, and none once the final invoke is; `state` is what the
   * function returned, and undefined when they were given up.
   */
  after(records: readonly StreamRecord[], state: string | undefined): OpenWindow | undefined {
    const last = records.at(-1);
    if (!last) return undefined;
    const kept = state ?? this.#open?.state ?? EMPTY_STATE;
    return {
      ...windowOf(last, this.#lengthMs),
      state: kept,
      isOversized: Buffer.byteLength(kept) > MAXIMUM_STATE_BYTES,
      lastArrivalMs: last.approximateArrivalTimestamp,
    };
  }

  /** Takes note that `records`, or the final invoke, are finished, as `after` says. */
  finish(records: readonly StreamRecord[], state?: string): void {
    this.#hasClosed ||= records.length === 0;
    this.#open = this.after(records, state);
  }

  /** Whether a window was closed since the last call. */
  takeClosed(): boolean {
    const hasClosed = this.#hasClosed;
    this.#hasClosed = false;
    return hasClosed;
  }
}

/** Whether a batch is the final invoke of a window, which has no records. */
export function isFinalInvoke(batch: Batch): boolean {
  return batch.records.length === 0;
}
