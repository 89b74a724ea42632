import type { BatchEvent } from '../observe/events.ts';
import { type Batch, type FunctionResponse, lastSequenceNumber } from './batch.ts';
import { type Decision, decide } from './decide.ts';
import type { Effect, Report } from './effect.ts';
import { type DiscardCondition, failureRecord } from './failure-record.ts';
import { Gathering } from './gathering.ts';
import { countThatFits, type EventIdentity, MAXIMUM_PAYLOAD_BYTES } from './lambda-event.ts';
import { judge, type Outcome, type Verdict } from './outcome.ts';
import type { Pace } from './pace.ts';
import { reportsOf } from './reports.ts';
import type { EventSourceMappingSettings } from './settings.ts';
import type { StreamRecord } from './stream-record.ts';

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
}

/** What a lane asks for; how far a discard moves the checkpoint is for the consumer to say. */
export type LaneEffect =
  | Extract<Effect, { type: 'invoke' | 'report' }>
  | Omit<Extract<Effect, { type: 'discard' }>, 'checkpoint'>;

/** What a lane does now, and when it wants to be asked again. */
export interface LaneStep {
  readonly effects: readonly LaneEffect[];
  readonly wakeAtMs?: number;
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
 * with everything that it leads to before the right half begins.
 */
export class Lane {
  readonly #context: LaneContext;
  readonly #gathering: Gathering;
  #queue: readonly Batch[] = [];
  #invoking = false;
  #discarding: Discarding | undefined;
  #finished = 0;

  constructor(context: LaneContext, nowMs: number) {
    this.#context = context;
    this.#gathering = new Gathering(context, nowMs);
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

  /** What to do now. `noMore` says that no further record will come, so none is waited for. */
  next(moment: Moment, noMore: boolean): LaneStep {
    if (this.busyWith !== undefined) return { effects: [] };
    if (this.#queue.length === 0) {
      if (!this.#gathering.isDue(moment.nowMs, noMore)) return this.#waitForWindow();
      this.#queue = [this.#newBatch(this.#gathering.take())];
    }
    const head = this.#head();
    const expired = countExpired(head.records, moment);
    if (expired > 0) return { effects: this.#expire(head, expired, moment.nowMs) };
    if (head.notBeforeMs > moment.nowMs) {
      const wakeAtMs = Math.min(head.notBeforeMs, expiryMs(head, moment.ageLimitMs));
      return { effects: [], wakeAtMs };
    }
    if (head.records.length === 1 && countThatFits(head.records, this.#context.identity) === 0) {
      return this.#tooLarge(head, moment, noMore);
    }
    this.#invoking = true;
    const lastArrivalMs = (head.records.at(-1) as StreamRecord).approximateArrivalTimestamp;
    const event = { ...this.#event(head), attempt: head.attempts + 1, lastArrivalMs };
    const report: Report = { type: 'report', name: 'batch-invoked', event };
    return { effects: [report, { type: 'invoke', batch: head }] };
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
    const { batch, condition, failureRecord: record } = this.#discarding as Discarding;
    this.#discarding = undefined;
    this.#finish(batch.records.length, nowMs);
    const destinationArn = this.#context.settings.onFailureDestinationArn;
    const event = { ...this.#event(batch), attempt: batch.attempts };
    const type = 'report';
    if (destinationArn && failure !== undefined) {
      const refused = { ...event, destinationArn, reason: failure };
      return [{ type, name: 'destination-failed', event: refused }];
    }
    const discard = { ...event, condition, failureRecord: record };
    const delivered = destinationArn ? { ...discard, destinationArn } : discard;
    return [{ type, name: 'batch-discarded', event: delivered }];
  }

  #settle(
    verdict: Verdict,
    attempt: { nowMs: number; durationMs: number; response: FunctionResponse | undefined },
  ): LaneEffect[] {
    const head = this.#head();
    const { nowMs, durationMs } = attempt;
    const decision = decide(verdict, { size: head.records.length, ...head }, this.#context);
    const event = { ...this.#event(head), attempt: head.attempts + 1, durationMs };
    const retryAtMs = decision.type === 'retry' ? nowMs + decision.delayMs : undefined;
    return [...reportsOf(verdict, event, retryAtMs), ...this.#carryOut(decision, head, attempt)];
  }

  #carryOut(
    decision: Decision,
    head: Batch,
    { nowMs, response }: { nowMs: number; response: FunctionResponse | undefined },
  ): LaneEffect[] {
    switch (decision.type) {
      case 'done':
        this.#finish(head.records.length, nowMs);
        return [];
      case 'keep-rest': {
        this.#finished += decision.from;
        const rest = this.#newBatch(head.records.slice(decision.from), head.id);
        return [this.#split(head, [rest], 'partial-response')];
      }
      case 'split': {
        const left = this.#newBatch(head.records.slice(0, decision.at), head.id);
        const right = this.#newBatch(head.records.slice(decision.at), head.id);
        return [this.#split(head, [left, right], 'bisect')];
      }
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

  /** Counts as a failed attempt, though nothing is invoked (recorded on AWS). */
  #tooLarge(head: Batch, moment: Moment, noMore: boolean): LaneStep {
    const verdict: Verdict = {
      type: 'failed',
      errorType: 'PayloadTooLarge',
      message:
        `Record ${lastSequenceNumber(head)} makes an event of more than ` +
        `${MAXIMUM_PAYLOAD_BYTES} bytes, so it cannot be handed to the function.`,
    };
    const { nowMs } = moment;
    const settled = this.#settle(verdict, { nowMs, durationMs: 0, response: undefined });
    const { effects, ...rest } = this.next(moment, noMore);
    return { effects: [...settled, ...effects], ...rest };
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
    const options = { condition, nowMs, shardId, functionArn, eventSourceArn };
    const record = failureRecord(batch, options);
    this.#discarding = { batch, condition, failureRecord: record };
    return [{ type: 'discard', batch, condition, failureRecord: record }];
  }

  #split(
    head: Batch,
    children: readonly Batch[],
    reason: 'bisect' | 'partial-response' | 'expired-prefix',
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

  #waitForWindow(): LaneStep {
    const wakeAtMs = this.#gathering.dueMs;
    return wakeAtMs === undefined ? { effects: [] } : { effects: [], wakeAtMs };
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

  #event({ id, parentId, records, requestId }: Batch): Omit<BatchEvent, 'attempt'> {
    return {
      mappingId: this.#context.mappingId,
      eventSourceArn: this.#context.identity.eventSourceArn,
      functionArn: this.#context.functionArn,
      shardId: this.#context.identity.shardId,
      batchId: id,
      ...(parentId !== undefined && { parentId }),
      sequenceNumbers: records.map((record) => record.sequenceNumber),
      requestId,
    };
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

/** The first moment at which the batch's first record is older than the limit. */
function expiryMs(batch: Batch, ageLimitMs: number): number {
  const first = batch.records[0] as StreamRecord;
  return first.approximateArrivalTimestamp + ageLimitMs + 1;
}
