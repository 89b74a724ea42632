import { type Clock, sleep } from '../clock/clock.ts';
import { type Failure, type HydratedRecord, streamArnOf } from './failure.ts';
import { isThrottled, outcomeOfError } from './redrive-send-error.ts';
import {
  functionAudience,
  type OnThrottled,
  type RedriveTarget,
  SENT,
  type SendOutcome,
  streamAudience,
} from './redrive-target.ts';

/** A record as it is put. */
export interface PutEntry {
  readonly data: Uint8Array;
  readonly partitionKey: string;
  readonly explicitHashKey?: string | undefined;
}

/** What PutRecords answers for one entry. */
export interface PutAnswer {
  readonly errorCode?: string | undefined;
  readonly errorMessage?: string | undefined;
}

/** One PutRecords request. Must not repeat itself: a repeated put doubles records. */
export type PutRecords = (
  streamArn: string,
  entries: readonly PutEntry[],
) => Promise<readonly PutAnswer[]>;

/**
 * What one request may carry: 500 records, and 5 MiB where the stream's limits were not raised
 * (Kinesis API reference, PutRecords).
 */
const MOST_RECORDS = 500;
const MOST_BYTES = 5 * 1024 * 1024;

/** Rounds for what the stream turned down, and the pause before the second, doubled each time. */
const MOST_ROUNDS = 8;
const FIRST_PAUSE_MS = 200;

export interface StreamTargetOptions {
  readonly clock: Clock;
  /** Instead of the stream that the records came from: a name or an ARN. */
  readonly streamArn?: string | undefined;
  /** Records a request, fewer than PutRecords takes, so that a low rate is even. */
  readonly mostRecords?: number | undefined;
  /** Called before each pause that throttling makes. */
  readonly onThrottled?: OnThrottled | undefined;
}

/**
 * Puts records back, to their own stream unless another is named, with the partition key that they
 * had. Their order is not kept: they stand behind what was put since, and those that the stream turns
 * down are put later than those that it takes.
 */
export function streamTarget(
  putRecords: PutRecords,
  { clock, streamArn, mostRecords = MOST_RECORDS, onThrottled }: StreamTargetOptions,
): RedriveTarget {
  const streamFor = (failure: Failure) => streamArn ?? streamArnOf(failure);
  return {
    nameFor: streamFor,
    audienceOf: (failure) => streamAudience(streamFor(failure)),
    equivalentAudiences: (failure) => [
      functionAudience(failure),
      streamAudience(streamArnOf(failure)),
    ],
    portions: (_, records) => portionsOf(records, Math.min(mostRecords, MOST_RECORDS)),
    send: (failure, records) =>
      putAll(records, {
        put: (entries) => putRecords(streamFor(failure), entries),
        async pause(pauseMs) {
          onThrottled?.(streamFor(failure), pauseMs);
          await sleep(clock, pauseMs);
        },
      }),
  };
}

function portionsOf(records: readonly HydratedRecord[], mostRecords: number): HydratedRecord[][] {
  const portions: HydratedRecord[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const record of records) {
    const size = record.data.byteLength + Buffer.byteLength(record.partitionKey);
    const last = portions.at(-1);
    if (last && last.length < mostRecords && bytes + size <= MOST_BYTES) {
      last.push(record);
      bytes += size;
    } else {
      portions.push([record]);
      bytes = size;
    }
  }
  return portions;
}

interface Putting {
  readonly put: (entries: readonly PutEntry[]) => Promise<readonly PutAnswer[]>;
  readonly pause: (pauseMs: number) => Promise<void>;
}

/** Puts a portion, and again what was turned down, after growing pauses. */
async function putAll(
  records: readonly HydratedRecord[],
  { put, pause }: Putting,
): Promise<SendOutcome[]> {
  const outcomes: SendOutcome[] = records.map(() => NOT_PUT);
  let waiting = [...records.keys()];
  for (let round = 0; round < MOST_ROUNDS && waiting.length > 0; round++) {
    if (round > 0) await pause(FIRST_PAUSE_MS * 2 ** (round - 1));
    const entries = waiting.map((index) => records[index] as HydratedRecord);
    let answers: readonly PutAnswer[];
    try {
      answers = await put(entries);
    } catch (error) {
      const outcome = outcomeOfError(error);
      for (const index of waiting) outcomes[index] = outcome;
      if (isThrottled(error)) continue;
      return outcomes;
    }
    for (const [place, index] of waiting.entries()) outcomes[index] = outcomeOf(answers[place]);
    waiting = waiting.filter((index) => outcomes[index]?.type === 'failed');
  }
  return outcomes;
}

const NOT_PUT: SendOutcome = { type: 'failed', reason: 'It was not put.' };

/** An entry with an error code was not stored (Kinesis API reference, PutRecordsResultEntry). */
function outcomeOf(answer: PutAnswer | undefined): SendOutcome {
  if (!answer) return { type: 'unknown', reason: 'The stream gave no answer for it.' };
  if (!answer.errorCode) return SENT;
  return { type: 'failed', reason: `${answer.errorCode}: ${answer.errorMessage ?? ''}` };
}
