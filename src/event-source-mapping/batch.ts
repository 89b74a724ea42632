import type { StreamRecord } from './stream-record.ts';

/** Records that are handed to the function together, and how that has gone so far. */
export interface Batch {
  /** Tells the batches of one shard apart. */
  readonly id: string;
  /** The batch of which this one was cut; absent for a batch as it was read. */
  readonly parentId?: string;
  readonly records: readonly StreamRecord[];
  /** The Lambda request id, the same for all attempts (recorded on AWS). */
  readonly requestId: string;
  /** Attempts that count against the retry limit: those that reached the function and failed. */
  readonly attempts: number;
  /** Refusals in a row (throttles, service errors) since the function was last reached. */
  readonly refusals: number;
  /** Not tried before this time; 0 when it can be tried at once. */
  readonly notBeforeMs: number;
  /** What the last attempt answered; absent when nothing ran. */
  readonly response?: FunctionResponse;
}

/** What the failure record tells of the last invocation. */
export interface FunctionResponse {
  readonly executedVersion: string;
  /** Null when the function returned, but with an answer that failed the batch. */
  readonly functionError: 'Unhandled' | null;
}

export function firstSequenceNumber(batch: Batch): string {
  return (batch.records[0] as StreamRecord).sequenceNumber;
}

export function lastSequenceNumber(batch: Batch): string {
  return (batch.records.at(-1) as StreamRecord).sequenceNumber;
}
