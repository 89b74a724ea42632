import type { Effect, Input } from './effect.ts';
import { Lane, type LaneContext, type LaneEffect } from './lane.ts';
import { laneOf } from './lane-of.ts';
import { Ledger } from './ledger.ts';
import { progressOf } from './progress.ts';
import type { RecordFilter, ShardPosition, StreamRecord } from './stream-record.ts';

/** How long a consumer waits before it reads again after a read has failed. Our choice. */
const READ_AGAIN_AFTER_MS = 1000;

/** The most records that one read asks for (Kinesis API reference, GetRecords). */
const MOST_RECORDS_OF_A_READ = 10_000;

/**
 * How many records a lane that is held up may have waiting before the shard is read no further, so
 * that memory stays bounded. AWS does not say how far it reads ahead; this is our choice.
 */
const LONGEST_BACKLOG = 10_000;

export interface ShardConsumerOptions extends LaneContext {
  /** Where to begin: behind the checkpoint, or where the mapping starts. */
  readonly position: ShardPosition;
  /** Records that do not match are finished as soon as they are read; absent: all match. */
  readonly filter?: RecordFilter | undefined;
  /** The records inside an aggregate, undefined for a record that is none; absent: none is opened. */
  readonly expand?: ((record: StreamRecord) => readonly StreamRecord[] | undefined) | undefined;
}

/**
 * The consumer of one shard: a machine without clock, socket or chance of its own. It takes what
 * happened together with the time, and answers what shall be done.
 *
 * - *reading*: a `read` is outstanding. What it brings goes to the lanes, by partition key.
 * - *working*: some lane has a batch (see Lane). The shard is read on as long as another lane could
 *   take more, and no lane has too much waiting.
 * - *waiting*: nothing to do until the time or the records come. Left by `woken`.
 * - *stopping*: nothing new begins; → finished as soon as no answer is outstanding.
 * - *finished*: `finish` was answered; every later input is a defect of the caller.
 */
export class ShardConsumer {
  readonly #options: ShardConsumerOptions;
  readonly #lanes: readonly Lane[];
  readonly #ledger: Ledger;
  #position: ShardPosition;
  /** When the read under way, or the last one, began; and the last one that found nothing new. */
  #readBeganAtMs = Number.NEGATIVE_INFINITY;
  #readUpToMs = Number.NEGATIVE_INFINITY;
  /** The last checkpoint that was asked for; a closed window is stored with it once more. */
  #checkpointed: string | undefined;
  #retentionMs = Number.POSITIVE_INFINITY;
  #notReadBeforeMs = 0;
  #isReading = false;
  #isWaitingForRecords = false;
  #isAtShardEnd = false;
  #isStopping = false;

  constructor(options: ShardConsumerOptions, nowMs: number) {
    const { parallelizationFactor } = options.settings;
    this.#options = options;
    this.#position = options.position;
    this.#lanes = Array.from({ length: parallelizationFactor }, () => new Lane(options, nowMs));
    this.#ledger = new Ledger(parallelizationFactor);
  }

  /** Takes an input that came at `nowMs`, and answers what to do, in this order. */
  handle(input: Input, nowMs: number): Effect[] {
    const effects = this.#take(input, nowMs);
    const checkpoint = this.#checkpoint();
    return [...effects, ...checkpoint, ...this.#goOn(nowMs)];
  }

  #take(input: Input, nowMs: number): Effect[] {
    switch (input.type) {
      case 'started':
        return this.#dropWindow();
      case 'woken':
        this.#isWaitingForRecords = false;
        return [];
      case 'stop':
        this.#isStopping = true;
        return [];
      case 'retention-changed':
        this.#retentionMs = input.retentionMs;
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
        return this.#answered(input.batchId, (lane) => lane.invoked(input.outcome, nowMs));
      case 'discarded':
        return this.#answered(input.batchId, (lane) => lane.discarded(input.failure, nowMs));
    }
  }

  #read({ records, atShardEnd, retentionMs }: Input & { type: 'read' }, nowMs: number): Effect[] {
    const { pace, filter, expand, mappingId, functionArn, identity } = this.#options;
    const last = records.at(-1);
    if (last) this.#position = after(last);
    else this.#readUpToMs = this.#readBeganAtMs;
    this.#isReading = false;
    this.#retentionMs = retentionMs;
    this.#isAtShardEnd = atShardEnd;
    if (pace.pollIntervalMs !== undefined && records.length < this.#readLimit()) {
      this.#notReadBeforeMs = nowMs + pace.pollIntervalMs;
    }
    this.#isWaitingForRecords = !last && pace.pollIntervalMs === undefined;
    if (!last) return [];

    let polled = 0;
    let filteredOut = 0;
    const takeIn = (record: StreamRecord, laneOfOuter: number, ending: string | undefined) => {
      polled++;
      const isWanted = filter?.matches(record) ?? true;
      const lane = isWanted ? laneOfOuter : undefined;
      this.#ledger.add(ending, lane);
      if (lane === undefined) filteredOut++;
      else this.#lanes[lane]?.accept(record, nowMs);
    };
    for (const outer of records) {
      const { sequenceNumber } = outer;
      const lane = this.#laneOf(outer);
      const inner = expand?.(outer);
      if (!inner) takeIn(outer, lane, sequenceNumber);
      else
        for (const record of inner)
          takeIn(record, lane, record === inner.at(-1) ? sequenceNumber : undefined);
    }
    const { shardId } = identity;
    const event = { mappingId, functionArn, shardId, records: polled, filteredOut };
    return [{ type: 'report', name: 'records-polled', event }];
  }

  /** A lone lane takes all records, whose keys then need not be looked at. */
  #laneOf(record: StreamRecord): number {
    const { length } = this.#lanes;
    return length === 1 ? 0 : laneOf(record.partitionKey, length);
  }

  /** Hands an answer to the lane that waits for it. */
  #answered(batchId: string, take: (lane: Lane) => LaneEffect[]): Effect[] {
    const lane = this.#lanes.findIndex(({ busyWith }) => busyWith === batchId);
    return this.#withCheckpoints(lane, take(this.#lanes[lane] as Lane));
  }

  #checkpoint(): Effect[] {
    this.#lanes.forEach((lane, index) => {
      this.#ledger.finish(index, lane.takeFinished());
    });
    const reached = this.#ledger.take();
    const openWindow = this.#lanes[0]?.takeWindow(reached !== undefined);
    if (reached === undefined && openWindow === undefined) return [];
    // Should the last one not have been stored, what it left of the window must not come back alone.
    const sequenceNumber = reached ?? this.#checkpointed;
    this.#checkpointed = sequenceNumber;
    return [{ type: 'checkpoint', ...progressOf({ sequenceNumber, openWindow }) }];
  }

  /** Tumbling windows were turned off: what was open is forgotten. Our choice. */
  #dropWindow(): Effect[] {
    const { settings, openWindow } = this.#options;
    const isStale = openWindow !== undefined && settings.tumblingWindowInSeconds === 0;
    return isStale ? [{ type: 'checkpoint', openWindow: null }] : [];
  }

  #goOn(nowMs: number): Effect[] {
    if (this.#isStopping) {
      const isBusy = this.#isReading || this.#lanes.some(({ busyWith }) => busyWith !== undefined);
      return isBusy ? [] : [{ type: 'finish', because: 'stopped' }];
    }
    const effects: Effect[] = [];
    let wakeAtMs = Number.POSITIVE_INFINITY;
    const moment = { nowMs, ageLimitMs: this.#ageLimitMs(), readUpToMs: this.#readUpToMs };
    for (const [index, lane] of this.#lanes.entries()) {
      const step = lane.next(moment, this.#isAtShardEnd);
      if (step.effects.length > 0) effects.push(...this.#withCheckpoints(index, step.effects));
      wakeAtMs = Math.min(wakeAtMs, step.wakeAtMs ?? wakeAtMs);
      if (step.lookAtMs === undefined) continue;
      if (step.lookAtMs > nowMs) wakeAtMs = Math.min(wakeAtMs, step.lookAtMs);
      else this.#isWaitingForRecords = false;
    }
    return [...effects, ...this.#readOn(nowMs, wakeAtMs)];
  }

  /** Reads on, or waits until something is due, or finishes at the end of the shard. */
  #readOn(nowMs: number, laneWakeAtMs: number): Effect[] {
    if (this.#isReading) return [];
    const isIdle = this.#lanes.every((lane) => lane.isIdle);
    if (this.#isAtShardEnd && isIdle) return [{ type: 'finish', because: 'shard-ended' }];
    const wantsRecords = !this.#isAtShardEnd && this.#wantsRecords();
    const forRecords = wantsRecords && this.#isWaitingForRecords;
    if (wantsRecords && !forRecords && nowMs >= this.#notReadBeforeMs) {
      this.#isReading = true;
      this.#readBeganAtMs = nowMs;
      return [{ type: 'read', position: this.#position, limit: this.#readLimit() }];
    }
    const readAtMs = wantsRecords && !forRecords ? this.#notReadBeforeMs : laneWakeAtMs;
    const untilMs = Math.min(laneWakeAtMs, readAtMs);
    if (Number.isFinite(untilMs)) return [{ type: 'wait', untilMs, forRecords }];
    return forRecords ? [{ type: 'wait', forRecords }] : [];
  }

  #wantsRecords(): boolean {
    return (
      this.#lanes.some((lane) => lane.isHungry) &&
      this.#lanes.every((lane) => lane.backlog < LONGEST_BACKLOG)
    );
  }

  /** What the lanes could take together. */
  #readLimit(): number {
    const { batchSize, parallelizationFactor } = this.#options.settings;
    return Math.min(batchSize * parallelizationFactor, MOST_RECORDS_OF_A_READ);
  }

  /** A record ends by its age or by the stream's retention, whichever comes first. */
  #ageLimitMs(): number {
    const { maximumRecordAgeInSeconds } = this.#options.settings;
    if (maximumRecordAgeInSeconds < 0) return this.#retentionMs;
    return Math.min(maximumRecordAgeInSeconds * 1000, this.#retentionMs);
  }

  /** Says how far each discard moves the checkpoint once it is stored. */
  #withCheckpoints(lane: number, effects: readonly LaneEffect[]): Effect[] {
    return effects.map((effect) => {
      if (effect.type !== 'discard') return effect;
      this.#ledger.finish(lane, this.#lanes[lane]?.takeFinished() ?? 0);
      const reached = this.#ledger.takeAhead(lane, effect.batch.records.length);
      this.#checkpointed = reached ?? this.#checkpointed;
      const checkpoint = effect.openWindow === null ? this.#checkpointed : reached;
      return checkpoint === undefined ? effect : { ...effect, checkpoint };
    });
  }
}

function after(record: StreamRecord): ShardPosition {
  return { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: record.sequenceNumber };
}
