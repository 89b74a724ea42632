import type { Effect, Input } from './effect.ts';
import { Lane, type LaneContext } from './lane.ts';
import type { ShardPosition, StreamRecord } from './stream-record.ts';

/** How long a consumer waits before it reads again after a read has failed. Our choice. */
const READ_AGAIN_AFTER_MS = 1000;

export interface ShardConsumerOptions extends LaneContext {
  /** Where to begin: behind the checkpoint, or where the mapping starts. */
  readonly position: ShardPosition;
}

/**
 * The consumer of one shard: a machine without clock, socket or chance of its own. It takes what
 * happened together with the time, and answers what shall be done.
 *
 * - *reading*: a `read` is outstanding. Records go to the lane; none at all → waiting, or, at the
 *   end of a closed shard → finished.
 * - *waiting*: nothing to do until the time or the records come. Left by `woken`.
 * - *working*: the lane has batches (see Lane). Read again only when it has none.
 * - *stopping*: nothing new begins; → finished as soon as no answer is outstanding.
 * - *finished*: `finish` was answered; every later input is a defect of the caller.
 */
export class ShardConsumer {
  readonly #options: ShardConsumerOptions;
  readonly #lane: Lane;
  #position: ShardPosition;
  #retentionMs = Number.POSITIVE_INFINITY;
  #notReadBeforeMs = 0;
  #isReading = false;
  #isWaitingForRecords = false;
  #isAtShardEnd = false;
  #isStopping = false;

  constructor(options: ShardConsumerOptions) {
    this.#options = options;
    this.#lane = new Lane(options);
    this.#position = options.position;
  }

  /** Takes an input that came at `nowMs`, and answers what to do, in this order. */
  handle(input: Input, nowMs: number): Effect[] {
    const effects = this.#take(input, nowMs);
    return [...effects, ...this.#goOn(nowMs)];
  }

  #take(input: Input, nowMs: number): Effect[] {
    switch (input.type) {
      case 'started':
        return [];
      case 'woken':
        this.#isWaitingForRecords = false;
        return [];
      case 'stop':
        this.#isStopping = true;
        return [];
      case 'read':
        return this.#read(input, nowMs);
      case 'read-failed': {
        this.#isReading = false;
        this.#notReadBeforeMs = nowMs + READ_AGAIN_AFTER_MS;
        const event = { mappingId: this.#options.mappingId, message: input.message };
        return [{ type: 'report', name: 'mapping-problem', event }];
      }
      case 'invoked':
        return this.#lane.invoked(input.outcome, nowMs);
      case 'discarded':
        return this.#lane.discarded(input.failure);
    }
  }

  #read({ records, atShardEnd, retentionMs }: Input & { type: 'read' }, nowMs: number): Effect[] {
    const { pace, settings } = this.#options;
    const last = records.at(-1);
    if (last) this.#position = after(last);
    this.#isReading = false;
    this.#retentionMs = retentionMs;
    this.#isAtShardEnd = atShardEnd;
    if (records.length < settings.batchSize && pace.pollIntervalMs !== undefined) {
      this.#notReadBeforeMs = nowMs + pace.pollIntervalMs;
    }
    this.#isWaitingForRecords = !last && pace.pollIntervalMs === undefined;
    this.#lane.accept(records);
    return [];
  }

  #goOn(nowMs: number): Effect[] {
    if (this.#isReading || this.#lane.isBusy) return [];
    if (this.#isStopping) return [{ type: 'finish', because: 'stopped' }];
    if (!this.#lane.isIdle) return this.#lane.next(nowMs, this.#ageLimitMs());
    if (this.#isAtShardEnd) return [{ type: 'finish', because: 'shard-ended' }];
    if (this.#isWaitingForRecords) return [{ type: 'wait' }];
    if (nowMs < this.#notReadBeforeMs) return [{ type: 'wait', untilMs: this.#notReadBeforeMs }];
    this.#isReading = true;
    const limit = this.#options.settings.batchSize;
    return [{ type: 'read', position: this.#position, limit }];
  }

  /** A record ends by its age or by the stream's retention, whichever comes first. */
  #ageLimitMs(): number {
    const { maximumRecordAgeInSeconds } = this.#options.settings;
    if (maximumRecordAgeInSeconds < 0) return this.#retentionMs;
    return Math.min(maximumRecordAgeInSeconds * 1000, this.#retentionMs);
  }
}

function after(record: StreamRecord): ShardPosition {
  return { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: record.sequenceNumber };
}
