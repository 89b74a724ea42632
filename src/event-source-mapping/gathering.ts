import {
  countThatFits,
  type EventIdentity,
  eventBytes,
  MAXIMUM_PAYLOAD_BYTES,
} from './lambda-event.ts';
import type { EventSourceMappingSettings } from './settings.ts';
import type { StreamRecord } from './stream-record.ts';

/**
 * Collects the records of the next batch. A batch is due as soon as one holds: it has BatchSize
 * records, it fills the payload, or its batching window is over (Lambda developer guide).
 *
 * The window begins when the previous invocation is over (recorded on AWS). One that passes without
 * a record begins anew with the first record that comes: AWS does not say, this is our choice.
 */
export class Gathering {
  readonly #settings: EventSourceMappingSettings;
  readonly #identity: EventIdentity;
  #records: StreamRecord[] = [];
  #bytes = 0;
  #windowStartMs: number;

  constructor(
    { settings, identity }: { settings: EventSourceMappingSettings; identity: EventIdentity },
    nowMs: number,
  ) {
    this.#settings = settings;
    this.#identity = identity;
    this.#windowStartMs = nowMs;
  }

  get records(): readonly StreamRecord[] {
    return this.#records;
  }

  /** More records would not fit into the next batch. */
  get isFull(): boolean {
    return this.#records.length >= this.#settings.batchSize || this.#bytes > MAXIMUM_PAYLOAD_BYTES;
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
  }

  /** Takes the records of one batch: as many as belong in it, and at least one. */
  take(): StreamRecord[] {
    const most = this.#records.slice(0, this.#settings.batchSize);
    const isWhole = most.length === this.#records.length && this.#bytes <= MAXIMUM_PAYLOAD_BYTES;
    const count = isWhole ? most.length : Math.max(1, countThatFits(most, this.#identity));
    const taken = this.#records.slice(0, count);
    this.#records = this.#records.slice(count);
    for (const record of taken) this.#bytes -= eventBytes(record, this.#identity);
    return taken;
  }

  restartWindow(nowMs: number): void {
    this.#windowStartMs = nowMs;
  }

  #windowEndMs(): number {
    return this.#windowStartMs + this.#settings.maximumBatchingWindowInSeconds * 1000;
  }
}
