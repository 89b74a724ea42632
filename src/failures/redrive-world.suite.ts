import type { Clock } from '../clock/clock.ts';
import type { Failure, HydratedRecord, Hydration } from './failure.ts';
import { type RedriveOptions, redrive } from './redrive.ts';
import { RedriveLedger } from './redrive-ledger.ts';
import { LEDGER_HEADER, ledgerLine, readLedger } from './redrive-ledger-entry.ts';
import type { RedriveTarget } from './redrive-target.ts';
import { type PutAnswer, type PutEntry, streamTarget } from './redrive-to-stream.ts';

export const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
export const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:consumer';
const SHARD = 'shardId-000000000000';

/** A message for the records `first` to `last` of one shard. */
export function failureOf(first: number, last: number, more: Partial<Failure> = {}): Failure {
  return {
    id: `f${first}-${last}`,
    source: { type: 'sqs', queueUrl: 'http://localhost/failed', messageId: `m${first}-${last}` },
    condition: 'RetryAttemptsExhausted',
    functionArn: FUNCTION,
    attempts: 1,
    requestId: 'r',
    streamArn: STREAM,
    shardId: SHARD,
    startSequenceNumber: sequenceNumber(first),
    endSequenceNumber: sequenceNumber(last),
    records: last - first + 1,
    failedAtMs: 0,
    firstArrivalMs: 0,
    lastArrivalMs: 0,
    raw: '{}',
    ...more,
  };
}

const sequenceNumber = (index: number) => `${4900 + index}`;

/** Record `index` of the shard: its data is its index, as JSON. */
export function recordOf(index: number, more: Partial<HydratedRecord> = {}): HydratedRecord {
  return {
    sequenceNumber: sequenceNumber(index),
    partitionKey: `key-${index}`,
    data: Buffer.from(`{"n":${index}}`),
    approximateArrivalTimestamp: 1000 * index,
    ...more,
  };
}

/** The records `first` to `last`, and what is missing of them. */
export function hydrationOf(first: number, last: number, more: Partial<Hydration> = {}): Hydration {
  const records = Array.from({ length: last - first + 1 }, (_, index) => recordOf(first + index));
  return { records, expected: records.length, missing: 'none', text: '', from: 'stream', ...more };
}

/** A clock that waits for nothing. */
export function hastyClock(): Clock {
  let nowMs = 0;
  return {
    now: () => nowMs,
    at(atMs, callback) {
      let cancelled = false;
      queueMicrotask(() => {
        if (cancelled) return;
        nowMs = Math.max(nowMs, atMs);
        callback();
      });
      return {
        cancel() {
          cancelled = true;
        },
      };
    },
  };
}

/** Thrown by everything once the process is dead. */
class Killed extends Error {}

/** What befalls one PutRecords request. */
export type PutFault = 'none' | 'throttles some' | 'refused' | 'lost before' | 'lost after';

/**
 * A queue of failures, a stream that takes records, and a ledger on a disk: what outlives the
 * process that redrives. `killAtStep` ends that process before so many of its steps are done; what
 * it was writing to the ledger is then torn in the middle.
 */
export class World {
  readonly queue: Set<Failure>;
  /** How often each record arrived, by its data. */
  readonly arrived = new Map<string, number>();
  disk = '';
  #stepsLeft = Number.POSITIVE_INFINITY;
  readonly #faults: PutFault[];

  constructor(failures: readonly Failure[], faults: readonly PutFault[] = []) {
    this.queue = new Set(failures);
    this.#faults = [...faults];
  }

  /** Redrives what is in the queue; undefined when the process was killed. */
  async run(
    options: Partial<RedriveOptions> = {},
    killAtStep = Number.POSITIVE_INFINITY,
  ): Promise<Awaited<ReturnType<typeof redrive>> | undefined> {
    this.#stepsLeft = killAtStep;
    try {
      const { entries, wholeBytes } = readLedger(this.disk);
      this.disk = this.disk.slice(0, wholeBytes);
      const append = (line: string) => {
        if (this.#stepsLeft === 1) this.disk += line.slice(0, line.length / 2);
        this.#step();
        this.disk += line;
        this.#step();
      };
      if (this.disk === '') append(`${LEDGER_HEADER}\n`);
      const results = await redrive({
        failures: [...this.queue],
        ledger: new RedriveLedger(entries, (entry) => append(ledgerLine(entry))),
        target: this.target(),
        clock: hastyClock(),
        concurrency: 3,
        pace: async () => {},
        hydrate: async (failure) => {
          this.#step();
          return hydrationOf(...rangeOf(failure));
        },
        remove: async (failure) => {
          this.#step();
          this.queue.delete(failure);
          this.#step();
          return 'deleted';
        },
        ...options,
      });
      // What fails to read or to delete is told in a result, also when the process is dead.
      return this.#stepsLeft > 0 ? results : undefined;
    } catch (error) {
      if (error instanceof Killed) return undefined;
      throw error;
    } finally {
      this.#stepsLeft = Number.POSITIVE_INFINITY;
    }
  }

  target(): RedriveTarget {
    return streamTarget((_, entries) => this.#put(entries), { clock: hastyClock() });
  }

  async #put(entries: readonly PutEntry[]): Promise<PutAnswer[]> {
    this.#step();
    const fault = this.#faults.shift() ?? 'none';
    if (fault === 'refused') throw sdkError('ResourceNotFoundException', 400);
    if (fault === 'lost before') throw sdkError('TimeoutError', undefined);
    const answers = entries.map((entry, index) => {
      if (fault === 'throttles some' && index % 2 === 0) {
        return { errorCode: 'ProvisionedThroughputExceededException' };
      }
      const text = Buffer.from(entry.data).toString();
      this.arrived.set(text, (this.arrived.get(text) ?? 0) + 1);
      return {};
    });
    this.#step();
    if (fault === 'lost after') throw sdkError('TimeoutError', undefined);
    return answers;
  }

  #step(): void {
    this.#stepsLeft -= 1;
    if (this.#stepsLeft <= 0) throw new Killed();
  }
}

/** Which records a message of `failureOf` is about. */
export function rangeOf(failure: Failure): [first: number, last: number] {
  return [Number(failure.startSequenceNumber) - 4900, Number(failure.endSequenceNumber) - 4900];
}

/** An error as the AWS SDK throws them. */
export function sdkError(name: string, httpStatusCode: number | undefined): Error {
  return Object.assign(new Error('no'), { name, $metadata: { httpStatusCode } });
}
