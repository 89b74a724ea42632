import { type Invocation, runOf } from '../facts.ts';
import type { Invariant } from './invariant.ts';

/** More data than this may have filled the payload together with the record that came next. */
const MAY_BE_FULL_BYTES = 400_000;

/**
 * A batch that is not full is not handed over before its batching window is over. Seen only with a
 * ParallelizationFactor of 1, where it is known when the window began.
 */
export const batchingWindow: Invariant = {
  name: 'a batch that is not full waits for its window',
  invoked: (invocation, { nowMs }) => {
    const { run, shard } = invocation;
    const { maximumBatchingWindowInSeconds: windowSeconds } = run.settings;
    if (windowSeconds === 0 || mayBeDue(invocation)) return undefined;
    const { beganAtMs = 0, finishedAtMs = beganAtMs, expiredAtMs } = runOf(run, shard);
    // What is left of a batch whose first records have expired waits no more.
    if (finishedAtMs === expiredAtMs) return undefined;
    const dueMs = finishedAtMs + windowSeconds * 1000;
    return nowMs >= dueMs ? undefined : `invoked ${dueMs - nowMs} ms before its window is over`;
  },
};

function mayBeDue({ run, shard, records, window }: Invocation): boolean {
  if (records.length === 0) return true; // the final invoke of a tumbling window
  const latest = shard.records.at(-1)?.approximateArrivalTimestamp ?? 0;
  if (window && latest >= window.endMs) return true;
  const { parallelizationFactor, batchSize } = run.settings;
  const isRetry = records[0]?.piece?.run === run;
  if (isRetry || parallelizationFactor > 1 || records.length >= batchSize) return true;
  if (shard.closedAtMs !== undefined) return true;
  return mayFillPayload(invocationBytes(records), shard.records);
}

function invocationBytes(records: Invocation['records']): number {
  return records.reduce((sum, { data }) => sum + data.byteLength, 0);
}

function mayFillPayload(bytes: number, others: Invocation['records']): boolean {
  return (
    bytes > MAY_BE_FULL_BYTES || others.some(({ data }) => data.byteLength > MAY_BE_FULL_BYTES)
  );
}
