import type { AwsClients } from './aws-clients.ts';
import { type ExpiryState, expiryOf } from './expiry.ts';
import { type Failure, type FailureSource, withoutReceipt } from './failure.ts';
import { FailuresError } from './failures-error.ts';
import { handlerError } from './handler-error.ts';
import type { StreamReader } from './kinesis-ports.ts';
import { findLinesWith } from './log-lines.ts';
import { payloadRecords } from './payload-records.ts';

/** What is listed as the message has it. */
type AsInMessage = Pick<
  Failure,
  | 'id'
  | 'condition'
  | 'functionArn'
  | 'attempts'
  | 'requestId'
  | 'streamArn'
  | 'shardId'
  | 'startSequenceNumber'
  | 'endSequenceNumber'
  | 'records'
>;

/** A failure as it is listed: for programs, times in ISO form. */
export interface ListedFailure extends AsInMessage {
  readonly failedAt: string;
  readonly firstArrivalAt: string;
  readonly lastArrivalAt: string;
  /** When the first record of the range expires; null when nobody can tell. */
  readonly expiresAt: string | null;
  readonly lastExpiresAt: string | null;
  readonly expiry: ExpiryState;
  readonly leftMs: number;
  /** The records stand in the message itself, as in those that S3 gets. */
  readonly hasPayload: boolean;
  /** The handler's error, where its log has it. */
  readonly error: string | null;
  /** Without a receipt handle. */
  readonly source: FailureSource;
}

export interface ListedFailureOptions {
  readonly wantErrors: boolean;
}

/** The log service answers five such questions a second; a person reads the first screens. */
const MOST_LOOKUPS = 50;

/** Answers what shows a failure; streams and logs are asked once where that is enough. */
export function listedFailure(
  context: {
    readonly clients: AwsClients;
    readonly reader: StreamReader;
    readonly nowMs: number;
    readonly tell: (text: string) => void;
  },
  { wantErrors }: ListedFailureOptions,
): (failure: Failure) => Promise<ListedFailure> {
  const find = findLinesWith(context.clients);
  let lookups = wantErrors ? MOST_LOOKUPS : 0;
  const errors = new Map<string, string | undefined>();
  const tellOnce = once(context.tell);

  const errorOf = async (failure: Failure) => {
    const key = `${failure.functionArn} ${failure.requestId}`;
    if (errors.has(key) || lookups === 0) return errors.get(key);
    lookups -= 1;
    if (lookups === 0) context.tell(`Errors are looked for in the logs for ${MOST_LOOKUPS} only.`);
    try {
      const error = await handlerError(failure, find);
      errors.set(key, error);
      return error;
    } catch (error) {
      if (!(error instanceof FailuresError)) throw error;
      tellOnce(error.message);
      return undefined;
    }
  };

  const streamOf = async (failure: Failure) => {
    try {
      return await context.reader.streamNow(failure);
    } catch (error) {
      if (!(error instanceof FailuresError)) throw error;
      tellOnce(error.message);
      return 'unknown' as const;
    }
  };

  return async (failure) => {
    const expiry = expiryOf(failure, await streamOf(failure), context.nowMs);
    return shown(failure, expiry, await errorOf(failure));
  };
}

function shown(
  failure: Failure,
  expiry: ReturnType<typeof expiryOf>,
  error: string | undefined,
): ListedFailure {
  const { firstArrivalMs, lastArrivalMs, failedAtMs } = failure;
  return {
    id: failure.id,
    condition: failure.condition,
    functionArn: failure.functionArn,
    attempts: failure.attempts,
    requestId: failure.requestId,
    streamArn: failure.streamArn,
    shardId: failure.shardId,
    startSequenceNumber: failure.startSequenceNumber,
    endSequenceNumber: failure.endSequenceNumber,
    records: failure.records,
    failedAt: isoTime(failedAtMs) ?? '',
    firstArrivalAt: isoTime(firstArrivalMs) ?? '',
    lastArrivalAt: isoTime(lastArrivalMs) ?? '',
    expiresAt: isoTime(expiry.expiresAtMs),
    lastExpiresAt: isoTime(expiry.lastExpiresAtMs),
    expiry: expiry.state,
    leftMs: expiry.leftMs,
    hasPayload: payloadRecords(failure) !== undefined,
    error: error ?? null,
    source: withoutReceipt(failure.source),
  };
}

const isoTime = (atMs: number | undefined) =>
  atMs === undefined ? null : new Date(atMs).toISOString();

function once(tell: (text: string) => void): (text: string) => void {
  const told = new Set<string>();
  return (text) => {
    if (!told.has(text)) tell(text);
    told.add(text);
  };
}
