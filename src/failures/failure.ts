/** Where a failure message was found, and what it takes to remove it there. */
export type FailureSource =
  | {
      readonly type: 'sqs';
      readonly queueUrl: string;
      readonly messageId: string;
      /** Of the last receive; absent when the message is not in our hands. */
      readonly receiptHandle?: string;
    }
  | { readonly type: 's3'; readonly bucket: string; readonly key: string };

/** A source for whoever looks: a receipt handle, with which a message is deleted, is nobody's business. */
export function withoutReceipt(source: FailureSource): FailureSource {
  if (source.type === 's3') return source;
  const { type, queueUrl, messageId } = source;
  return { type, queueUrl, messageId };
}

/** The window whose state a function gave up on (Lambda developer guide, tumbling windows). */
export interface FailureWindow {
  readonly startMs: number;
  readonly endMs: number;
  /** The function was to close the window: no records stand behind such a message. */
  readonly isFinalInvoke: boolean;
  readonly isTerminatedEarly: boolean;
}

/**
 * A failure message of an event source mapping of a Kinesis stream, wherever it was found. What it
 * stands for is a *range* of a shard: with filters, parallelization or bisecting it may hold records
 * that were processed well.
 */
export interface Failure {
  /** Short, and the same at the next listing. */
  readonly id: string;
  readonly source: FailureSource;
  /** `RetryAttemptsExhausted`, `RecordAgeExceeded`, or what AWS may add. */
  readonly condition: string;
  /** With its qualifier, as the mapping has it. */
  readonly functionArn: string;
  readonly attempts: number;
  /** Of the last invocation; the function's log names it. */
  readonly requestId: string;
  /** As in the message: a stream's ARN, or that of its consumer. */
  readonly streamArn: string;
  readonly shardId: string;
  /** Empty, as the end is, for the final invoke of a tumbling window. */
  readonly startSequenceNumber: string;
  readonly endSequenceNumber: string;
  /** How many records the function was given; the range may hold more. */
  readonly records: number;
  readonly failedAtMs: number;
  readonly firstArrivalMs: number;
  readonly lastArrivalMs: number;
  /** What the invocation answered, where it was one of the function's own errors. */
  readonly functionError?: string;
  readonly tumblingWindow?: FailureWindow;
  /** The failure record's own JSON text, without any envelope around it. */
  readonly raw: string;
}

/** A record that was fetched back. */
export interface HydratedRecord {
  readonly sequenceNumber: string;
  /** The place in its aggregate, from 0, of a record that was expanded. */
  readonly subSequenceNumber?: number;
  readonly partitionKey: string;
  readonly explicitHashKey?: string;
  readonly data: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly approximateArrivalTimestamp: number;
}

/** Why records of a range are not there. */
export type Missing =
  | 'none'
  /** All of them are past the stream's retention. */
  | 'expired'
  /** The first of them are past the stream's retention; the others are there. */
  | 'partly-expired'
  /** The stream is gone, or another one has its name now. */
  | 'stream-gone'
  | 'shard-gone'
  /** The message names no range: the final invoke of a tumbling window. */
  | 'no-range'
  /** The range goes on past what the message can stand for, or past the shard: it was read up to there. */
  | 'cut'
  /** The records are not where the message says, for a reason that nobody can tell. */
  | 'not-found';

/** What could be fetched back of a failure's range. */
export interface Hydration {
  /** In the order of the shard. */
  readonly records: readonly HydratedRecord[];
  /** The number of records that the message names. */
  readonly expected: number;
  readonly missing: Missing;
  /** What `missing` means here, as a sentence; empty with `none`. */
  readonly text: string;
  /** The stream, or the payload that the destination keeps beside the message (S3). */
  readonly from: 'stream' | 'payload';
}

/**
 * Fetches the records of a failure back. What is not there any more is an answer (`missing`), not an
 * error. Rejects with a `FailuresError` for what somebody can put right: permissions, throttling
 * without end, nobody at the endpoint.
 */
export type Hydrate = (failure: Failure) => Promise<Hydration>;

/** The ARN of the stream itself, also where the mapping reads through a consumer of it. */
export function streamArnOf({ streamArn }: Pick<Failure, 'streamArn'>): string {
  return streamArn.replace(/\/consumer\/.*$/, '');
}

/**
 * Compares two failures of one shard by where their ranges begin. Sequence numbers are decimal
 * numbers of up to 128 digits: the longer one is the greater one.
 */
export function byPosition(one: Failure, other: Failure): number {
  const [a, b] = [one.startSequenceNumber, other.startSequenceNumber];
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : Number(a > b);
}
