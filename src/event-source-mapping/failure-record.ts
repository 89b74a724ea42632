import { type Batch, firstSequenceNumber, lastSequenceNumber } from './batch.ts';
import type { StreamRecord } from './stream-record.ts';
import { isFinalInvoke, type WindowInvocation, windowText } from './tumbling-window.ts';

/** Why records were given up. */
export type DiscardCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export interface FailureRecordOptions {
  readonly condition: DiscardCondition;
  readonly nowMs: number;
  readonly shardId: string;
  /** With its qualifier, as the mapping has it. */
  readonly functionArn: string;
  readonly eventSourceArn: string;
  /** Absent without tumbling windows. */
  readonly window?: WindowInvocation | undefined;
}

/**
 * The message for the failure destination: compact JSON, keys in the order that AWS writes them
 * (recorded on AWS). It holds no data, only where in the stream the records stand.
 */
export function failureRecord(batch: Batch, options: FailureRecordOptions): string {
  const { response } = batch;
  const expired = options.condition === 'RecordAgeExceeded';
  return JSON.stringify({
    requestContext: {
      requestId: batch.requestId,
      functionArn: options.functionArn,
      condition: options.condition,
      // 1 also for records that expired before anything was invoked (recorded on AWS).
      approximateInvokeCount: Math.max(1, batch.attempts),
    },
    // Expired records never have one, not even after failed invocations (recorded on AWS).
    responseContext: response && !expired ? { statusCode: 200, ...response } : undefined,
    version: '1.0',
    timestamp: isoTime(options.nowMs),
    KinesisBatchInfo: {
      shardId: options.shardId,
      ...(isFinalInvoke(batch) ? {} : rangeOf(batch)),
      streamArn: options.eventSourceArn,
    },
    timeWindowInfo: options.window && timeWindowInfo(options.window),
  });
}

/** The final invoke of a window has none (recorded on AWS). */
function rangeOf(batch: Batch) {
  const { records } = batch;
  return {
    startSequenceNumber: firstSequenceNumber(batch),
    endSequenceNumber: lastSequenceNumber(batch),
    approximateArrivalOfFirstRecord: isoTime(arrival(records[0])),
    approximateArrivalOfLastRecord: isoTime(arrival(records.at(-1))),
    batchSize: records.length,
  };
}

function timeWindowInfo(window: WindowInvocation) {
  const { isFinalInvokeForWindow, isWindowTerminatedEarly } = window;
  return { window: windowText(window), isFinalInvokeForWindow, isWindowTerminatedEarly };
}

const arrival = (record: StreamRecord | undefined) =>
  (record as StreamRecord).approximateArrivalTimestamp;

const isoTime = (atMs: number) => new Date(atMs).toISOString();
