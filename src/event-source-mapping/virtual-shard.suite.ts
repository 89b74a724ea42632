import { ManualClock } from '../clock/manual-clock.ts';
import { seededRandom } from '../random/random.ts';
import type { Batch } from './batch.ts';
import type { Effect, Input, Report } from './effect.ts';
import type { Outcome } from './outcome.ts';
import { PACES, type Pace } from './pace.ts';
import { DEFAULT_SETTINGS, type EventSourceMappingSettings } from './settings.ts';
import { ShardConsumer } from './shard-consumer.ts';
import type { StreamRecord } from './stream-record.ts';

const START_MS = Date.UTC(2026, 8, 19, 9, 10, 44);
export const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:consumer';
export const STREAM_ARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';

export interface Call {
  readonly numbers: number[];
  readonly requestId: string;
  readonly atMs: number;
}

/** What a handler does, `atMs` after the start: return, raise, or be refused. */
export type Handler = (numbers: number[], atMs: number) => unknown;

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

/** One shard with everything around it made of plain values, living in virtual time. */
export class VirtualShard {
  readonly clock = new ManualClock(START_MS);
  readonly calls: Call[] = [];
  readonly failureRecords: Record<string, Record<string, unknown>>[] = [];
  readonly checkpoints: string[] = [];
  readonly reports: Report[] = [];
  finished: string | undefined;
  isClosed = false;
  retentionMs = 24 * 3600 * 1000;
  failRead: string | undefined;
  failDelivery: string | undefined;
  readonly records: StreamRecord[];
  readonly #handler: Handler;
  readonly #consumer: ShardConsumer;
  #waiting: (() => void) | undefined;

  constructor(
    records: StreamRecord[],
    handler: Handler,
    settings: Partial<EventSourceMappingSettings> & { pace?: Pace } = {},
  ) {
    const random = seededRandom(1);
    let batches = 0;
    this.records = records;
    this.#handler = handler;
    this.#consumer = new ShardConsumer({
      mappingId: 'mapping',
      functionArn: FUNCTION_ARN,
      settings: { ...DEFAULT_SETTINGS, onFailureDestinationArn: 'arn:queue', ...settings },
      pace: settings.pace ?? PACES.aws,
      identity: {
        eventSourceArn: STREAM_ARN,
        shardId: 'shardId-000000000000',
        region: 'us-east-1',
        invokeIdentityArn: 'arn:aws:iam::000000000000:role/consumer',
      },
      position: { type: 'TRIM_HORIZON' },
      newRequestId: () => random.uuid(),
      newBatchId: () => String(++batches),
    });
  }

  /** Starts, and lives through `ms` milliseconds. */
  run(ms = 0): this {
    this.feed({ type: 'started' });
    this.clock.advance(ms);
    return this;
  }

  feed(input: Input): void {
    for (const effect of this.#consumer.handle(input, this.clock.now())) this.#perform(effect);
  }

  put(...records: StreamRecord[]): void {
    this.records.push(...records);
    this.#waiting?.();
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
        this.feed({ type: 'invoked', outcome: this.#invoke(effect.batch) });
        break;
      case 'discard':
        this.#discard(effect);
        break;
      case 'checkpoint':
        this.checkpoints.push(effect.sequenceNumber);
        break;
      case 'wait':
        this.#wait(effect.untilMs);
        break;
      case 'report':
        this.reports.push(effect);
        break;
      case 'finish':
        this.finished = effect.because;
    }
  }

  #discard({ failureRecord, checkpoint }: Effect & { type: 'discard' }): void {
    this.checkpoints.push(checkpoint);
    if (this.failDelivery === undefined) {
      this.failureRecords.push(JSON.parse(failureRecord));
      this.feed({ type: 'discarded' });
    } else {
      this.feed({ type: 'discarded', failure: this.failDelivery });
    }
  }

  #wait(untilMs: number | undefined): void {
    const wake = () => this.feed({ type: 'woken' });
    if (untilMs === undefined) this.#waiting = wake;
    else this.clock.at(untilMs, wake);
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

  #invoke({ records, requestId }: Batch): Outcome {
    const numbers = records.map(({ sequenceNumber }) => Number(sequenceNumber));
    const common = { executedVersion: '$LATEST', durationMs: 3 };
    try {
      this.calls.push({ numbers, requestId, atMs: this.clock.now() - START_MS });
      const result = this.#handler(numbers, this.clock.now() - START_MS);
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
