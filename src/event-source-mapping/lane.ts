import type { BatchEvent, EventMap } from '../observe/events.ts';
import type { Batch, FunctionResponse } from './batch.ts';
import { type Decision, decide } from './decide.ts';
import type { Effect, Report } from './effect.ts';
import { type DiscardCondition, failureRecord } from './failure-record.ts';
import { Gathering } from './gathering.ts';
import type { EventIdentity } from './lambda-event.ts';
import { judge, type Outcome, type Verdict } from './outcome.ts';
import type { Pace } from './pace.ts';
import { overflowOf, payloadTooLarge } from './payload-limit.ts';
import type { Progress } from './progress.ts';
import { discardReport, reportsOf } from './reports.ts';
import type { EventSourceMappingSettings } from './settings.ts';
import type { StreamRecord } from './stream-record.ts';
import { isFinalInvoke, type OpenWindow, TumblingWindows } from './tumbling-window.ts';

/** What a lane needs to know of its mapping; all of it stays the same while the lane lives. */
export interface LaneContext {
  readonly mappingId: string;
  /** The mapping's function, with its qualifier. */
  readonly functionArn: string;
  readonly settings: EventSourceMappingSettings;
  readonly pace: Pace;
  readonly identity: EventIdentity;
  readonly newRequestId: () => string;
  readonly newBatchId: () => string;
  /** The tumbling window that was open when the shard was left. */
  readonly openWindow?: OpenWindow | undefined;
}

/** What a lane asks for; how far a discard moves the checkpoint is for the consumer to say. */
export type LaneEffect =
  | Extract<Effect, { type: 'invoke' | 'report' }>
  | Omit<Extract<Effect, { type: 'discard' }>, 'checkpoint'>;

/** What a lane does now, and when it wants to be asked again. */
export interface LaneStep {
  readonly effects: readonly LaneEffect[];
  readonly wakeAtMs?: number;
  /** What it does next depends on what the shard holds at this time: it must be read then. */
  readonly lookAtMs?: number;
}

/** The discard of the first batch, waiting to be stored. */
interface Discarding {
  readonly batch: Batch;
  readonly condition: DiscardCondition;
  readonly failureRecord: string;
}

/** The moment, and how old a record may be in it. */
export interface Moment {
  readonly nowMs: number;
  readonly ageLimitMs: number;
  /** Every record that had arrived before this time was accepted. */
  readonly readUpToMs: number;
}

/** What an attempt has come to. */
interface Attempt {
  readonly nowMs: number;
  readonly durationMs: number;
  readonly response: FunctionResponse | undefined;
}

/**
 * Works through batches strictly one after the other. States:
 *
 * - *gathering*: no batch. Records are taken by `accept`; once a batch is due, → ready.
 * - *ready*: the first batch may be tried. `next` cuts off what has expired (→ discarding), waits
 *   until a retry is due (stays), or tries it (→ invoking).
 * - *invoking*: left by `invoked`, to ready, gathering or discarding, as `decide` says.
 * - *discarding*: left by `discarded`, to ready or gathering.
 *
 * Halves and rests take the place of the batch that they were cut from, so a left half is finished
 * with everything that it leads to before the right half begins. The final invoke of a tumbling
 * window is a batch without records, which goes before all others.
 */
export class Lane {
  readonly #context: LaneContext;
  readonly #gathering: Gathering;
  readonly #windows: TumblingWindows | undefined;
  #queue: readonly Batch[] = [];
  #invoking = false;
  #discarding: Discarding | undefined;
  #finished = 0;
  /** Of the records that were told of last: a batch is told of several times. */
  #told: { readonly records: Batch['records']; readonly numbers: readonly string[] } | undefined;

  constructor(context: LaneContext, nowMs: number) {
    const { settings, identity, openWindow } = context;
    const lengthMs = settings.tumblingWindowInSeconds * 1000;
    this.#context = context;
    this.#windows = lengthMs > 0 ? new TumblingWindows(lengthMs, openWindow) : undefined;
    this.#gathering = new Gathering({ settings, identity, windows: this.#windows }, nowMs);
  }

  /** Nothing to do, and nothing gathered. */
  get isIdle(): boolean {
    return this.#queue.length === 0 && this.#gathering.records.length === 0;
  }

  /** Could take more records into the batch that it is about to try. */
  get isHungry(): boolean {
    return this.#queue.length === 0 && !this.#gathering.isFull;
  }

  /** How many records wait for their turn behind the batch being worked on. */
  get backlog(): number {
    return this.#gathering.records.length;
  }

  /** The batch for which an answer is outstanding. */
  get busyWith(): string | undefined {
    return this.#invoking || this.#discarding ? this.#queue[0]?.id : undefined;
  }

  accept(record: StreamRecord, nowMs: number): void {
    this.#gathering.add(record, nowMs);
  }

  /** How many records were finished since the last call. */
  takeFinished(): number {
    const finished = this.#finished;
    this.#finished = 0;
    return finished;
  }

  /** The tumbling window to store with a checkpoint, or because one was closed; null for none. */
  takeWindow(hasCheckpoint: boolean): Progress['openWindow'] {
    if (!this.#windows) return undefined;
    const hasClosed = this.#windows.takeClosed();
    return hasCheckpoint || hasClosed ? (this.#windows.open ?? null) : undefined;
  }

  /** What to do now. `noMore` says that no further record will come, so none is waited for. */
  next(moment: Moment, noMore: boolean): LaneStep {
    if (this.busyWith !== undefined) return { effects: [] };
    this.#fillQueue(moment, noMore);
    const head = this.#queue[0];
    if (!head) return this.#waitForRecords();
    const expired = countExpired(head.records, moment);
    if (expired > 0 || this.#isFinalInvokeTooOld(head, moment)) {
      return { effects: this.#expire(head, expired, moment.nowMs) };
    }
    if (head.notBeforeMs > moment.nowMs) {
      const wakeAtMs = Math.min(head.notBeforeMs, this.#expiryMs(head, moment.ageLimitMs));
      return { effects: [], wakeAtMs };
    }
    const window = this.#windows?.invocationOf(head.records);
    const fitting = overflowOf(head, this.#context.identity, window);
    if (fitting !== undefined) {
      const effects = this.#shrink(head, fitting, moment.nowMs);
      const { effects: more, ...rest } = this.next(moment, noMore);
      return { effects: [...effects, ...more], ...rest };
    }
    this.#invoking = true;
    const invoke = { type: 'invoke', batch: head, ...(window && { window }) } as const;
    return { effects: [this.#invokedReport(head), invoke] };
  }

  /** Puts the batch first that is to be worked on now, if there is one. */
  #fillQueue({ nowMs, readUpToMs }: Moment, noMore: boolean): void {
    const head = this.#queue[0];
    if (head && isFinalInvoke(head)) return;
    const next = head?.records[0] ?? this.#gathering.records[0];
    if (this.#windows?.mustClose({ next, readUpToMs, noMore })) {
      this.#queue = [this.#newBatch([]), ...this.#queue];
    } else if (!head && this.#gathering.isDue(nowMs, noMore)) {
      this.#queue = [this.#newBatch(this.#gathering.take())];
    }
  }

  /** Takes the outcome of the invocation under way. */
  invoked(outcome: Outcome, nowMs: number): LaneEffect[] {
    this.#invoking = false;
    const verdict = judge(outcome, this.#head().records, this.#context.settings);
    const durationMs = outcome.type === 'refused' ? 0 : outcome.durationMs;
    return this.#settle(verdict, { nowMs, durationMs, response: responseOf(outcome) });
  }

  /** Takes note that the discard under way is stored. */
  discarded(failure: string | undefined, nowMs: number): LaneEffect[] {
    const { batch, ...told } = this.#discarding as Discarding;
    this.#discarding = undefined;
    this.#finish(batch.records.length, nowMs);
    this.#windows?.finish(batch.records);
    this.#windows?.takeClosed(); // it was stored with the discard
    const { onFailureDestinationArn: destinationArn } = this.#context.settings;
    const event = { ...this.#event(batch), attempt: batch.attempts };
    return [discardReport(event, { ...told, destinationArn, failure })];
  }

  #settle(verdict: Verdict, attempt: Attempt): LaneEffect[] {
    const head = this.#head();
    const { nowMs, durationMs } = attempt;
    const decision = decide(verdict, { size: head.records.length, ...head }, this.#context);
    const event = { ...this.#event(head), attempt: head.attempts + 1, durationMs };
    const retryAtMs = decision.type === 'retry' ? nowMs + decision.delayMs : undefined;
    if (verdict.type === 'succeeded') this.#windows?.finish(head.records, verdict.state);
    if (verdict.type === 'partly') {
      this.#windows?.finish(head.records.slice(0, verdict.failedFrom), verdict.state);
    }
    return [...reportsOf(verdict, event, retryAtMs), ...this.#carryOut(decision, head, attempt)];
  }

  #carryOut(decision: Decision, head: Batch, { nowMs, response }: Attempt): LaneEffect[] {
    switch (decision.type) {
      case 'done':
        this.#finish(head.records.length, nowMs);
        return [];
      case 'keep-rest': {
        this.#finished += decision.from;
        const rest = this.#newBatch(head.records.slice(decision.from), head.id);
        return [this.#split(head, [rest], 'partial-response')];
      }
      case 'split':
        return [this.#split(head, this.#cut(head, decision.at), 'bisect')];
      case 'retry': {
        const counted = decision.counts
          ? { attempts: head.attempts + 1, refusals: 0 }
          : { refusals: head.refusals + 1 };
        const notBeforeMs = nowMs + decision.delayMs;
        this.#replaceHead([{ ...head, ...counted, notBeforeMs, ...(response && { response }) }]);
        return [];
      }
      case 'give-up': {
        const { response: _previous, ...batch } = { ...head, attempts: head.attempts + 1 };
        const last = response ? { ...batch, response } : batch;
        return this.#discard(last, { condition: 'RetryAttemptsExhausted', nowMs });
      }
    }
  }

  /**
   * Cuts a batch of which only the first `count` records fit into an event. What cannot be cut counts
   * as a failed attempt, though nothing is invoked (recorded on AWS).
   */
  #shrink(head: Batch, count: number, nowMs: number): LaneEffect[] {
    if (head.records.length > 1) {
      return [this.#split(head, this.#cut(head, count), 'payload-limit')];
    }
    return this.#settle(payloadTooLarge(head), { nowMs, durationMs: 0, response: undefined });
  }

  /** Gives up the expired records at the head; the rest goes on with its attempts and request id. */
  #expire(head: Batch, count: number, nowMs: number): LaneEffect[] {
    const condition = 'RecordAgeExceeded';
    if (count === head.records.length) return this.#discard(head, { condition, nowMs });
    const cut = this.#newBatch(head.records.slice(0, count), head.id);
    const gone = { ...head, id: cut.id, parentId: head.id, records: cut.records };
    const expired = head.attempts === 0 ? { ...gone, requestId: cut.requestId } : gone;
    const rest = {
      ...head,
      id: this.#context.newBatchId(),
      parentId: head.id,
      records: head.records.slice(count),
    };
    return [
      this.#split(head, [expired, rest], 'expired-prefix'),
      ...this.#discard(expired, { condition, nowMs }),
    ];
  }

  #discard(
    batch: Batch,
    { condition, nowMs }: { condition: DiscardCondition; nowMs: number },
  ): LaneEffect[] {
    const { shardId, eventSourceArn } = this.#context.identity;
    const { functionArn } = this.#context;
    const window = this.#windows?.invocationOf(batch.records);
    const options = { condition, nowMs, shardId, functionArn, eventSourceArn, window };
    const record = failureRecord(batch, options);
    this.#discarding = { batch, condition, failureRecord: record };
    const openWindow = this.#windows && (this.#windows.after(batch.records, undefined) ?? null);
    const windows = window && { window, openWindow };
    return [{ type: 'discard', batch, condition, failureRecord: record, ...windows }];
  }

  #split(
    head: Batch,
    children: readonly Batch[],
    reason: EventMap['batch-split']['reason'],
  ): Report {
    this.#replaceHead(children);
    const childIds = children.map((child) => child.id);
    const event = { ...this.#event(head), attempt: head.attempts, reason, childIds };
    return { type: 'report', name: 'batch-split', event };
  }

  /** The first batch is over; the window of the next begins when nothing is left of it. */
  #finish(count: number, nowMs: number): void {
    this.#finished += count;
    this.#replaceHead([]);
    if (this.#queue.length === 0) this.#gathering.restartWindow(nowMs);
  }

  #waitForRecords(): LaneStep {
    const wakeAtMs = this.#gathering.dueMs;
    if (wakeAtMs !== undefined) return { effects: [], wakeAtMs };
    const lookAtMs = this.#windows?.open?.endMs;
    return lookAtMs === undefined ? { effects: [] } : { effects: [], lookAtMs };
  }

  /** A final invoke is tried once whatever its age; then it is as old as the last record. */
  #isFinalInvokeTooOld(head: Batch, { nowMs, ageLimitMs }: Moment): boolean {
    const wasTried = head.attempts + head.refusals > 0;
    return isFinalInvoke(head) && wasTried && nowMs >= this.#expiryMs(head, ageLimitMs);
  }

  /** The first moment at which the first record, or that of a final invoke, is too old. */
  #expiryMs({ records: [first] }: Batch, ageLimitMs: number): number {
    const arrivalMs = first?.approximateArrivalTimestamp ?? this.#windows?.open?.lastArrivalMs ?? 0;
    return arrivalMs + ageLimitMs + 1;
  }

  /** Two new batches, of the first `at` records and of the others. */
  #cut({ records, id }: Batch, at: number): Batch[] {
    return [this.#newBatch(records.slice(0, at), id), this.#newBatch(records.slice(at), id)];
  }

  #newBatch(records: readonly StreamRecord[], parentId?: string): Batch {
    return {
      id: this.#context.newBatchId(),
      ...(parentId !== undefined && { parentId }),
      records,
      requestId: this.#context.newRequestId(),
      attempts: 0,
      refusals: 0,
      notBeforeMs: 0,
    };
  }

  #head(): Batch {
    return this.#queue[0] as Batch;
  }

  #replaceHead(batches: readonly Batch[]): void {
    this.#queue = [...batches, ...this.#queue.slice(1)];
  }

  #invokedReport(head: Batch): Report {
    const lastArrivalMs = head.records.at(-1)?.approximateArrivalTimestamp;
    const age = lastArrivalMs !== undefined && { lastArrivalMs };
    const event = { ...this.#event(head), attempt: head.attempts + 1, ...age };
    return { type: 'report', name: 'batch-invoked', event };
  }

  #event({ id, parentId, records, requestId }: Batch): Omit<BatchEvent, 'attempt'> {
    return {
      mappingId: this.#context.mappingId,
      eventSourceArn: this.#context.identity.eventSourceArn,
      functionArn: this.#context.functionArn,
      shardId: this.#context.identity.shardId,
      batchId: id,
      ...(parentId !== undefined && { parentId }),
      sequenceNumbers: this.#numbersOf(records),
      requestId,
    };
  }

  #numbersOf(records: Batch['records']): readonly string[] {
    if (this.#told?.records !== records) {
      this.#told = { records, numbers: records.map((record) => record.sequenceNumber) };
    }
    return this.#told.numbers;
  }
}

function responseOf(outcome: Outcome): FunctionResponse | undefined {
  if (outcome.type === 'refused') return undefined;
  const { executedVersion } = outcome;
  return { executedVersion, functionError: outcome.type === 'returned' ? null : 'Unhandled' };
}

/** How many records, from the first on, are older than they may be. */
function countExpired(records: readonly StreamRecord[], { nowMs, ageLimitMs }: Moment): number {
  const oldestMs = nowMs - ageLimitMs;
  const fresh = records.findIndex((record) => record.approximateArrivalTimestamp >= oldestMs);
  return fresh === -1 ? records.length : fresh;
}
