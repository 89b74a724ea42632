import {
  countThatFits,
  type EventIdentity,
  eventBytes,
  MAXIMUM_PAYLOAD_BYTES,
  payloadBytes,
  windowBytes,
} from './lambda-event.ts';
import type { EventSourceMappingSettings } from './settings.ts';
import type { StreamRecord } from './stream-record.ts';
import type { TumblingWindows } from './tumbling-window.ts';

export interface GatheringOptions {
  readonly settings: EventSourceMappingSettings;
  readonly identity: EventIdentity;
  readonly windows?: TumblingWindows | undefined;
}

/**
 * Collects the records of the next batch. A batch is due as soon as one holds: it has BatchSize
 * records, it fills the payload, or its batching window is over (Lambda developer guide). A record
 * of another tumbling window makes it due too, as no record of its own window follows that one.
 *
 * The window begins when the previous invocation is over (recorded on AWS). One that passes without
 * a record begins anew with the first record that comes: AWS does not say, this is our choice.
 */
export class Gathering {
  readonly #settings: EventSourceMappingSettings;
  readonly #identity: EventIdentity;
  readonly #windows: TumblingWindows | undefined;
  #records: StreamRecord[] = [];
  #bytes = 0;
  #windowStartMs: number;
  /** How many records, from the first on, are of its tumbling window; undefined while all are. */
  #ofOneWindow: number | undefined;

  constructor({ settings, identity, windows }: GatheringOptions, nowMs: number) {
    this.#settings = settings;
    this.#identity = identity;
    this.#windows = windows;
    this.#windowStartMs = nowMs;
  }

  get records(): readonly StreamRecord[] {
    return this.#records;
  }

  /** More records would not fit into the next batch. */
  get isFull(): boolean {
    const isEnough = this.#records.length >= this.#settings.batchSize;
    return isEnough || this.#ofOneWindow !== undefined || !this.#fits(this.#extraBytes());
  }

  /** When the batch is due at the latest; undefined when there is no record. */
  get dueMs(): number | undefined {
    return this.#records.length === 0 ? undefined : this.#windowEndMs();
  }

  isDue(nowMs: number, noMore: boolean): boolean {
    if (this.#records.length === 0) return false;
    return this.isFull || noMore || nowMs >= this.#windowEndMs();
  }

  add(record: StreamRecord, nowMs: number): void {
    if (this.#records.length === 0 && nowMs >= this.#windowEndMs()) this.restartWindow(nowMs);
    this.#records.push(record);
    this.#bytes += eventBytes(record, this.#identity);
    if (this.#ofOneWindow === undefined && this.#isOfOtherWindow(record)) {
      this.#ofOneWindow = this.#records.length - 1;
    }
  }

  /** Takes the records of one batch: as many as belong in it, and at least one. */
  take(): StreamRecord[] {
    const { batchSize } = this.#settings;
    const most = this.#records.slice(0, Math.min(batchSize, this.#ofOneWindow ?? batchSize));
    const extraBytes = this.#extraBytes();
    const isWhole = most.length === this.#records.length && this.#fits(extraBytes);
    const fitting = isWhole ? most.length : countThatFits(most, this.#identity, extraBytes);
    const count = Math.max(1, fitting);
    const taken = this.#records.slice(0, count);
    this.#records = this.#records.slice(count);
    if (this.#records.length === 0) this.#bytes = 0;
    else for (const record of taken) this.#bytes -= eventBytes(record, this.#identity);
    if (this.#ofOneWindow !== undefined) {
      const other = this.#records.findIndex((record) => this.#isOfOtherWindow(record));
      this.#ofOneWindow = other === -1 ? undefined : other;
    }
    return taken;
  }

  restartWindow(nowMs: number): void {
    this.#windowStartMs = nowMs;
  }

  /** Whether a record is of another tumbling window than the first one. */
  #isOfOtherWindow(record: StreamRecord): boolean {
    return this.#windows?.areTogether(this.#records[0] as StreamRecord, record) === false;
  }

  #fits(extraBytes: number): boolean {
    return payloadBytes(this.#bytes, extraBytes) <= MAXIMUM_PAYLOAD_BYTES;
  }

  #extraBytes(): number {
    if (!this.#windows || this.#records.length === 0) return 0;
    const window = this.#windows.invocationOf(this.#records.slice(0, 1));
    return windowBytes(this.#identity, window);
  }

  #windowEndMs(): number {
    return this.#windowStartMs + this.#settings.maximumBatchingWindowInSeconds * 1000;
  }
}
