import type { SimulatedRecord } from '../facts.ts';
import { isTooLarge } from './batch-limits.ts';
import type { Breach, DiscardSeen, Invariant } from './invariant.ts';

/** A failure record tells what was given up, why, and after how many attempts. */
export const failureRecordIsTrue: Invariant = {
  name: 'a failure record says what was given up and why',
  discarded: (discard) => rangeBreach(discard) ?? attemptBreach(discard) ?? responseBreach(discard),
};

function rangeBreach({ shard, records, batch, message }: DiscardSeen): Breach {
  const [first, last] = [records[0], records.at(-1)];
  if (!first || !last) return 'nothing was given up';
  if (batch?.some((sequenceNumber, at) => sequenceNumber !== records[at]?.sequenceNumber)) {
    return `tells of [${numbersOf(records)}], which is not what was given up`;
  }
  const time = (record: SimulatedRecord) =>
    new Date(record.approximateArrivalTimestamp).toISOString();
  const info = message.KinesisBatchInfo;
  const expected = {
    shardId: shard.shardId,
    startSequenceNumber: first.sequenceNumber,
    endSequenceNumber: last.sequenceNumber,
    approximateArrivalOfFirstRecord: time(first),
    approximateArrivalOfLastRecord: time(last),
    batchSize: batch?.length ?? records.length,
  };
  for (const name of Object.keys(expected) as (keyof typeof expected)[]) {
    if (info[name] !== expected[name]) return `${name} is ${info[name]}, not ${expected[name]}`;
  }
  return undefined;
}

function attemptBreach({ run, records, message }: DiscardSeen): Breach {
  const { condition, approximateInvokeCount: count, requestId } = message.requestContext;
  const [first] = records as [SimulatedRecord];
  const piece = first.piece?.run === run ? first.piece : undefined;
  if (piece && piece.failures > 0 && piece.requestId !== requestId) {
    return `names request id ${requestId}, not ${piece.requestId}`;
  }
  const hasExpired = condition === 'RecordAgeExceeded';
  if (!hasExpired && condition !== 'RetryAttemptsExhausted') return `condition is ${condition}`;
  if (!piece && isTooLarge(first)) {
    const most = 1 + run.settings.maximumRetryAttempts;
    return hasExpired || count === most ? undefined : `counts ${count} attempts, not ${most}`;
  }
  const attempts = Math.max(1, piece?.failures ?? 0);
  return count === attempts ? undefined : `counts ${count} attempts, not ${attempts}`;
}

function responseBreach({ run, records, message }: DiscardSeen): Breach {
  const response = message.responseContext;
  const piece = records[0]?.piece;
  const hasRun = piece?.run === run && piece.functionError !== undefined;
  const isExpected = hasRun && message.requestContext.condition !== 'RecordAgeExceeded';
  if (!isExpected) return response && 'has a responseContext that it should not have';
  if (response?.functionError === piece.functionError) return undefined;
  return `functionError is ${response?.functionError}, not ${piece.functionError}`;
}

function numbersOf(records: readonly SimulatedRecord[]): string {
  return records.map(({ number }) => number).join(',');
}
