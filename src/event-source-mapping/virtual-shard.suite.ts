import type { Timer } from '../clock/clock.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { seededRandom } from '../random/random.ts';
import type { Effect, Input, Report } from './effect.ts';
import type { Outcome } from './outcome.ts';
import { PACES, type Pace } from './pace.ts';
import { type Progress, progressOf } from './progress.ts';
import { DEFAULT_SETTINGS, type EventSourceMappingSettings } from './settings.ts';
import { ShardConsumer, type ShardConsumerOptions } from './shard-consumer.ts';
import type { RecordFilter, StreamRecord } from './stream-record.ts';
import type { OpenWindow, WindowInvocation } from './tumbling-window.ts';

const START_MS = Date.UTC(2026, 8, 19, 9, 10, 44);
export const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:consumer';
export const STREAM_ARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';

export interface Call {
  readonly numbers: number[];
  readonly requestId: string;
  readonly atMs: number;
  readonly window: WindowInvocation | undefined;
}

/** What a handler does, `atMs` after the start: return, raise, or be refused. */
export type Handler = (numbers: number[], atMs: number, window?: WindowInvocation) => unknown;

export class Raised extends Error {}
export class Refused extends Error {}

/** A record whose sequence number and data are its number; it arrived `ageMs` before the start. */
export function record(number: number, { ageMs = 0, bytes = 1 } = {}): StreamRecord {
  return {
    sequenceNumber: String(number),
    partitionKey: 'key',
    data: new Uint8Array(bytes),
    approximateArrivalTimestamp: START_MS - ageMs,
  };
}

type VirtualSettings = Partial<EventSourceMappingSettings> & {
  pace?: Pace;
  filter?: RecordFilter;
  /** What an earlier consumer has left. */
  openWindow?: OpenWindow | undefined;
  after?: string | undefined;
};

/** One shard with everything around it made of plain values, living in virtual time. */
export class VirtualShard {
  readonly clock = new ManualClock(START_MS);
  readonly calls: Call[] = [];
  readonly failureRecords: Record<string, Record<string, unknown>>[] = [];
  readonly checkpoints: string[] = [];
  /** The tumbling window as it was stored last. */
  openWindow: OpenWindow | null | undefined;
  readonly reports: Report[] = [];
  finished: string | undefined;
  isClosed = false;
  retentionMs = 24 * 3600 * 1000;
  /** How long the handler takes. */
  durationMs: (numbers: number[]) => number = () => 0;
  failRead: string | undefined;
  failDelivery: string | undefined;
  readonly records: StreamRecord[];
  readonly #handler: Handler;
  readonly #consumer: ShardConsumer;
  readonly #inbox: Input[] = [];
  #timer: Timer | undefined;
  #isWaitingForRecords = false;

  constructor(
    records: StreamRecord[],
    handler: Handler,
    { pace = PACES.aws, filter, openWindow, after, ...settings }: VirtualSettings = {},
  ) {
    const random = seededRandom(1);
    let batches = 0;
    this.records = records;
    this.openWindow = openWindow;
    this.#handler = handler;
    const options: ShardConsumerOptions = {
      mappingId: 'mapping',
      functionArn: FUNCTION_ARN,
      settings: { ...DEFAULT_SETTINGS, onFailureDestinationArn: 'arn:queue', ...settings },
      pace,
      filter,
      identity: {
        eventSourceArn: STREAM_ARN,
        shardId: 'shardId-000000000000',
        region: 'us-east-1',
        invokeIdentityArn: 'arn:aws:iam::000000000000:role/consumer',
      },
      position:
        after === undefined
          ? { type: 'TRIM_HORIZON' }
          : { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: after },
      openWindow,
      newRequestId: () => random.uuid(),
      newBatchId: () => String(++batches),
    };
    this.#consumer = new ShardConsumer(options, this.clock.now());
  }

  /** Starts, and lives through `ms` milliseconds. */
  run(ms = 0): this {
    this.feed({ type: 'started' });
    this.clock.advance(ms);
    return this;
  }

  feed(input: Input): void {
    this.#inbox.push(input);
    if (this.#inbox.length > 1) return;
    for (let next = this.#inbox[0]; next; next = this.#inbox[0]) {
      for (const effect of this.#consumer.handle(next, this.clock.now())) this.#perform(effect);
      this.#inbox.shift();
    }
  }

  put(...records: StreamRecord[]): void {
    this.records.push(...records);
    if (this.#isWaitingForRecords) this.#wake();
  }

  get numbersCalled(): number[][] {
    return this.calls.map((call) => call.numbers);
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'read':
        this.#read(effect);
        break;
      case 'invoke':
        this.#invoke(effect);
        break;
      case 'discard':
        this.#discard(effect);
        break;
      case 'checkpoint':
        this.#store(effect);
        break;
      case 'wait':
        this.#wait(effect);
        break;
      case 'report':
        this.reports.push(effect);
        break;
      case 'finish':
        this.finished = effect.because;
    }
  }

  #store({ sequenceNumber, openWindow }: Progress): void {
    if (sequenceNumber !== undefined) this.checkpoints.push(sequenceNumber);
    if (openWindow !== undefined) this.openWindow = openWindow;
  }

  #discard(effect: Effect & { type: 'discard' }): void {
    const { batch, failureRecord, checkpoint, openWindow } = effect;
    const batchId = batch.id;
    this.#store(progressOf({ sequenceNumber: checkpoint, openWindow }));
    if (this.failDelivery === undefined) {
      this.failureRecords.push(JSON.parse(failureRecord));
      this.feed({ type: 'discarded', batchId });
    } else {
      this.feed({ type: 'discarded', batchId, failure: this.failDelivery });
    }
  }

  #wait({ untilMs, forRecords }: Effect & { type: 'wait' }): void {
    this.#timer?.cancel();
    this.#timer = untilMs === undefined ? undefined : this.clock.at(untilMs, () => this.#wake());
    this.#isWaitingForRecords = forRecords;
  }

  #wake(): void {
    this.#timer?.cancel();
    this.#isWaitingForRecords = false;
    this.feed({ type: 'woken' });
  }

  #read({ position, limit }: Effect & { type: 'read' }): void {
    if (this.failRead) {
      this.feed({ type: 'read-failed', message: this.failRead });
      return;
    }
    const from =
      position.type === 'AFTER_SEQUENCE_NUMBER'
        ? this.records.findIndex((r) => r.sequenceNumber === position.sequenceNumber) + 1
        : 0;
    const records = this.records.slice(from, from + limit);
    const atShardEnd = this.isClosed && from + limit >= this.records.length;
    this.feed({ type: 'read', records, atShardEnd, retentionMs: this.retentionMs });
  }

  #invoke({ batch, window }: Effect & { type: 'invoke' }): void {
    const { id: batchId, records, requestId } = batch;
    const numbers = records.map(({ sequenceNumber }) => Number(sequenceNumber));
    const outcome = this.#outcomeOf(numbers, requestId, window);
    const delayMs = this.durationMs(numbers);
    if (delayMs === 0) this.feed({ type: 'invoked', batchId, outcome });
    else {
      const end = this.clock.now() + delayMs;
      this.clock.at(end, () => this.feed({ type: 'invoked', batchId, outcome }));
    }
  }

  #outcomeOf(numbers: number[], requestId: string, window: WindowInvocation | undefined): Outcome {
    const common = { executedVersion: '$LATEST', durationMs: 3 };
    try {
      this.calls.push({ numbers, requestId, atMs: this.clock.now() - START_MS, window });
      const result = this.#handler(numbers, this.clock.now() - START_MS, window);
      const payload = typeof result === 'string' ? result : JSON.stringify(result ?? null);
      return { type: 'returned', payload, ...common };
    } catch (error) {
      if (error instanceof Refused) {
        this.calls.pop();
        return {
          type: 'refused',
          errorType: 'TooManyRequestsException',
          message: 'Rate Exceeded.',
        };
      }
      if (!(error instanceof Raised)) throw error;
      return { type: 'function-error', errorType: 'Error', message: error.message, ...common };
    }
  }
}
