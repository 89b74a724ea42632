import { createHash } from 'node:crypto';
import type { Failure, FailureSource, FailureWindow } from './failure.ts';
import { isTooDeep } from './json-depth.ts';

const ID_DIGITS = 10;

/** The members of a failure record, as the Lambda developer guide and recordings show them. */
interface FailureRecord {
  readonly requestContext?: Readonly<Record<string, unknown>>;
  readonly responseContext?: Readonly<Record<string, unknown>> | null;
  readonly timestamp?: unknown;
  readonly KinesisBatchInfo?: Readonly<Record<string, unknown>>;
  readonly timeWindowInfo?: Readonly<Record<string, unknown>>;
}

/**
 * The failure that a text describes: the failure record itself (also as redriven from a dead-letter
 * queue, or from a topic with raw delivery), or in the notification of a topic. Undefined for
 * whatever else may lie in a queue or bucket.
 */
export function parseFailure(text: string, source: FailureSource): Failure | undefined {
  const outer = parseObject(text);
  const raw =
    outer?.Type === 'Notification' && typeof outer.Message === 'string' ? outer.Message : text;
  const record = parseObject(raw) as FailureRecord | undefined;
  const {
    requestContext: context,
    responseContext: response,
    KinesisBatchInfo: info,
  } = record ?? {};
  const failedAtMs = timeOf(record?.timestamp, Number.NaN);
  if (!isObject(context) || !isObject(info) || Number.isNaN(failedAtMs)) return undefined;
  const { streamArn, shardId } = info;
  if (typeof streamArn !== 'string' || typeof shardId !== 'string') return undefined;
  const window = windowOf(record?.timeWindowInfo);
  const functionError = isObject(response) ? response.functionError : undefined;
  return {
    id: idOf(raw, source),
    source,
    condition: textOf(context.condition),
    functionArn: textOf(context.functionArn),
    attempts: countOf(context.approximateInvokeCount),
    requestId: textOf(context.requestId),
    streamArn,
    shardId,
    startSequenceNumber: numberText(info.startSequenceNumber),
    endSequenceNumber: numberText(info.endSequenceNumber),
    records: countOf(info.batchSize),
    failedAtMs,
    firstArrivalMs: timeOf(info.approximateArrivalOfFirstRecord, failedAtMs),
    lastArrivalMs: timeOf(info.approximateArrivalOfLastRecord, failedAtMs),
    ...(typeof functionError === 'string' && { functionError }),
    ...(window && { tumblingWindow: window }),
    raw,
  };
}

/** Of the message and its place; the host of a queue's URL may change with a restart. */
function idOf(raw: string, source: FailureSource): string {
  const place =
    source.type === 's3'
      ? `${source.bucket}/${source.key}`
      : `${source.queueUrl.split('/').slice(-2).join('/')}/${source.messageId}`;
  return createHash('sha256').update(`${place}\n${raw}`).digest('hex').slice(0, ID_DIGITS);
}

function windowOf(info: Readonly<Record<string, unknown>> | undefined): FailureWindow | undefined {
  if (!isObject(info) || !isObject(info.window)) return undefined;
  return {
    startMs: timeOf(info.window.start, 0),
    endMs: timeOf(info.window.end, 0),
    isFinalInvoke: info.isFinalInvokeForWindow === true,
    isTerminatedEarly: info.isWindowTerminatedEarly === true,
  };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    if (isTooDeep(text)) return undefined;
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** A sequence number has digits only: it is compared as a number. */
const numberText = (value: unknown) => (/^\d{1,128}$/.test(textOf(value)) ? textOf(value) : '');

const countOf = (value: unknown) => (Number.isSafeInteger(value) ? Math.max(0, Number(value)) : 0);

/** A time as AWS writes it: of a year that can be reckoned with. */
function timeOf(value: unknown, otherwiseMs: number): number {
  const timeMs = /^\d{4}-/.test(textOf(value)) ? Date.parse(textOf(value)) : Number.NaN;
  return Number.isNaN(timeMs) ? otherwiseMs : timeMs;
}
