import type { BatchEvent } from '../observe/events.ts';
import { type Batch, type FunctionResponse, lastSequenceNumber } from './batch.ts';
import { type Decision, decide } from './decide.ts';
import type { Effect, Report } from './effect.ts';
import { type DiscardCondition, failureRecord } from './failure-record.ts';
import { countThatFits, type EventIdentity, MAXIMUM_PAYLOAD_BYTES } from './lambda-event.ts';
import { judge, type Outcome, type Verdict } from './outcome.ts';
import type { Pace } from './pace.ts';
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

/** The discard of the first batch, waiting to be stored. */
interface Discarding {
  readonly batch: Batch;
  readonly condition: DiscardCondition;
  readonly failureRecord: string;
}

/**
 * Works through batches strictly one after the other. States:
 *
 * - *idle*: no batch. Left by `accept`.
 * - *ready*: the first batch may be tried. `next` cuts off what has expired (→ discarding), waits
 *   until a retry is due (stays), or tries it (→ invoking).
 * - *invoking*: left by `invoked`, to ready, idle or discarding, as `decide` says.
 * - *discarding*: left by `discarded`, to ready or idle.
 *
 * Halves and rests take the place of the batch that they were cut from, so a left half is finished
 * with everything that it leads to before the right half begins.
 */
export class Lane {
  readonly #context: LaneContext;
  #queue: readonly Batch[] = [];
  #invoking = false;
  #discarding: Discarding | undefined;

  constructor(context: LaneContext) {
    this.#context = context;
  }

  get isIdle(): boolean {
    return this.#queue.length === 0;
  }

  /** True while an answer is outstanding. */
  get isBusy(): boolean {
    return this.#invoking || this.#discarding !== undefined;
  }

  /** Takes records as they were read; more than one event can carry become several batches. */
  accept(records: readonly StreamRecord[]): void {
    const batches: Batch[] = [];
    for (let rest = records; rest.length > 0; ) {
      const count = Math.max(1, countThatFits(rest, this.#context.identity));
      batches.push(this.#newBatch(rest.slice(0, count)));
      rest = rest.slice(count);
    }
    this.#queue = [...this.#queue, ...batches];
  }

  /** What to do now; nothing when an answer is outstanding or there is no batch. */
  next(nowMs: number, ageLimitMs: number): Effect[] {
    const head = this.#queue[0];
    if (!head || this.isBusy) return [];

    const expired = countExpired(head.records, nowMs - ageLimitMs);
    if (expired > 0) return this.#expire(head, expired, nowMs);
    if (head.notBeforeMs > nowMs) {
      return [{ type: 'wait', untilMs: Math.min(head.notBeforeMs, expiryMs(head, ageLimitMs)) }];
    }
    if (countThatFits(head.records, this.#context.identity) === 0) {
      return this.#tooLarge(head, nowMs, ageLimitMs);
    }
    this.#invoking = true;
    const attempt = head.attempts + 1;
    return [
      { type: 'report', name: 'batch-invoked', event: { ...this.#event(head), attempt } },
      { type: 'invoke', batch: head },
    ];
  }

  /** Takes the outcome of the invocation under way. */
  invoked(outcome: Outcome, nowMs: number): Effect[] {
    const head = this.#head();
    this.#invoking = false;
    const verdict = judge(outcome, head.records, this.#context.settings);
    return this.#settle(verdict, {
      nowMs,
      durationMs: outcome.type === 'refused' ? 0 : outcome.durationMs,
      response: responseOf(outcome),
    });
  }

  /** Takes note that the discard under way is stored. */
  discarded(failure: string | undefined): Effect[] {
    const { batch, condition, failureRecord: record } = this.#discarding as Discarding;
    this.#discarding = undefined;
    this.#replaceHead([]);
    const destinationArn = this.#context.settings.onFailureDestinationArn;
    const event = { ...this.#event(batch), attempt: batch.attempts };
    if (destinationArn && failure !== undefined) {
      return [
        {
          type: 'report',
          name: 'destination-failed',
          event: { ...event, destinationArn, reason: failure },
        },
      ];
    }
    const discard = { ...event, condition, failureRecord: record };
    return [
      {
        type: 'report',
        name: 'batch-discarded',
        event: destinationArn ? { ...discard, destinationArn } : discard,
      },
    ];
  }

  #settle(
    verdict: Verdict,
    attempt: { nowMs: number; durationMs: number; response: FunctionResponse | undefined },
  ): Effect[] {
    const head = this.#head();
    const { nowMs, durationMs, response } = attempt;
    const decision = decide(verdict, { size: head.records.length, ...head }, this.#context);
    const event = { ...this.#event(head), attempt: head.attempts + 1, durationMs };
    const retryMs = decision.type === 'retry' ? nowMs + decision.delayMs : undefined;
    const reports = reportsOf(verdict, event, retryMs);
    return [...reports, ...this.#carryOut(decision, { head, nowMs, response })];
  }

  #carryOut(
    decision: Decision,
    {
      head,
      nowMs,
      response,
    }: { head: Batch; nowMs: number; response: FunctionResponse | undefined },
  ): Effect[] {
    switch (decision.type) {
      case 'done':
        this.#replaceHead([]);
        return [{ type: 'checkpoint', sequenceNumber: lastSequenceNumber(head) }];
      case 'keep-rest': {
        const done = head.records[decision.from - 1] as StreamRecord;
        const rest = this.#newBatch(head.records.slice(decision.from), head.id);
        return [
          this.#split(head, [rest], 'partial-response'),
          { type: 'checkpoint', sequenceNumber: done.sequenceNumber },
        ];
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
  #tooLarge(head: Batch, nowMs: number, ageLimitMs: number): Effect[] {
    const verdict: Verdict = {
      type: 'failed',
      errorType: 'PayloadTooLarge',
      message:
        `Record ${lastSequenceNumber(head)} makes an event of more than ` +
        `${MAXIMUM_PAYLOAD_BYTES} bytes, so it cannot be handed to the function.`,
    };
    const settled = this.#settle(verdict, { nowMs, durationMs: 0, response: undefined });
    return [...settled, ...this.next(nowMs, ageLimitMs)];
  }

  /** Gives up the expired records at the head; the rest goes on with its attempts and request id. */
  #expire(head: Batch, count: number, nowMs: number): Effect[] {
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
  ): Effect[] {
    const { shardId, eventSourceArn } = this.#context.identity;
    const { functionArn } = this.#context;
    const options = { condition, nowMs, shardId, functionArn, eventSourceArn };
    const record = failureRecord(batch, options);
    this.#discarding = { batch, condition, failureRecord: record };
    const checkpoint = lastSequenceNumber(batch);
    return [{ type: 'discard', batch, condition, failureRecord: record, checkpoint }];
  }

  #split(
    head: Batch,
    children: readonly Batch[],
    reason: 'bisect' | 'partial-response' | 'expired-prefix',
  ): Effect {
    this.#replaceHead(children);
    const childIds = children.map((child) => child.id);
    const event = { ...this.#event(head), attempt: head.attempts, reason, childIds };
    return { type: 'report', name: 'batch-split', event };
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
      shardId: this.#context.identity.shardId,
      batchId: id,
      ...(parentId !== undefined && { parentId }),
      sequenceNumbers: records.map((record) => record.sequenceNumber),
      requestId,
    };
  }
}

function reportsOf(
  verdict: Verdict,
  event: BatchEvent & { durationMs: number },
  willRetryAtMs: number | undefined,
): Report[] {
  const type = 'report';
  if (verdict.type === 'partly') {
    const processed = verdict.failedFrom;
    return [{ type, name: 'batch-partly-succeeded', event: { ...event, processed } }];
  }
  if (verdict.type === 'succeeded') {
    const done: Report = { type, name: 'batch-succeeded', event };
    if (verdict.doubt === undefined) return [done];
    return [{ type, name: 'warning', event: { message: verdict.doubt } }, done];
  }
  const failure = { type: verdict.errorType, message: verdict.message };
  const retry = willRetryAtMs === undefined ? {} : { willRetryAtMs };
  return [{ type, name: 'batch-failed', event: { ...event, failure, ...retry } }];
}

function responseOf(outcome: Outcome): FunctionResponse | undefined {
  if (outcome.type === 'refused') return undefined;
  const { executedVersion } = outcome;
  return { executedVersion, functionError: outcome.type === 'returned' ? null : 'Unhandled' };
}

/** How many records, from the first on, arrived before `oldestMs`. */
function countExpired(records: readonly StreamRecord[], oldestMs: number): number {
  const fresh = records.findIndex((record) => record.approximateArrivalTimestamp >= oldestMs);
  return fresh === -1 ? records.length : fresh;
}

/** The first moment at which the batch's first record is older than the limit. */
function expiryMs(batch: Batch, ageLimitMs: number): number {
  const first = batch.records[0] as StreamRecord;
  return first.approximateArrivalTimestamp + ageLimitMs + 1;
}
