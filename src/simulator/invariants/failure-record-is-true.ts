import { pieceOf, runOf, type SimulatedRecord } from '../facts.ts';
import { hasWindows, windowToldTo } from '../window-facts.ts';
import { isTooLarge } from './batch-limits.ts';
import type { Breach, DiscardSeen, Invariant } from './invariant.ts';

/** A failure record tells what was given up, why, and after how many attempts. */
export const failureRecordIsTrue: Invariant = {
  name: 'a failure record says what was given up and why',
  discarded: (discard) =>
    rangeBreach(discard) ??
    attemptBreach(discard) ??
    responseBreach(discard) ??
    windowBreach(discard),
};

function rangeBreach({ run, shard, records, batch, message }: DiscardSeen): Breach {
  const [first, last] = [records[0], records.at(-1)];
  if (!first || !last) {
    const isFinalInvoke = hasWindows(run) && runOf(run, shard).finalInvoke !== undefined;
    const told = Object.keys(message.KinesisBatchInfo).join();
    if (!isFinalInvoke) return 'nothing was given up';
    return told === 'shardId,streamArn' ? undefined : `a final invoke with ${told}`;
  }
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

function attemptBreach(discard: DiscardSeen): Breach {
  const { run, records, message } = discard;
  const { condition, approximateInvokeCount: count, requestId } = message.requestContext;
  const [first] = records;
  const piece = pieceOf(discard);
  if (piece && piece.failures > 0 && piece.requestId !== requestId) {
    return `names request id ${requestId}, not ${piece.requestId}`;
  }
  const hasExpired = condition === 'RecordAgeExceeded';
  if (!hasExpired && condition !== 'RetryAttemptsExhausted') return `condition is ${condition}`;
  if (!piece && first && isTooLarge(first, windowToldTo(discard))) {
    const most = 1 + run.settings.maximumRetryAttempts;
    return hasExpired || count === most ? undefined : `counts ${count} attempts, not ${most}`;
  }
  const attempts = Math.max(1, piece?.failures ?? 0);
  return count === attempts ? undefined : `counts ${count} attempts, not ${attempts}`;
}

function responseBreach(discard: DiscardSeen): Breach {
  const { message } = discard;
  const response = message.responseContext;
  const piece = pieceOf(discard);
  const hasRun = piece?.functionError !== undefined;
  const isExpected = hasRun && message.requestContext.condition !== 'RecordAgeExceeded';
  if (!isExpected) return response && 'has a responseContext that it should not have';
  if (response?.functionError === piece.functionError) return undefined;
  return `functionError is ${response?.functionError}, not ${piece.functionError}`;
}

function windowBreach(discard: DiscardSeen): Breach {
  const window = windowToldTo(discard);
  const text = (atMs: number) => new Date(atMs).toISOString().replace('.000Z', 'Z');
  const expected = window && {
    window: { start: text(window.startMs), end: text(window.endMs) },
    isFinalInvokeForWindow: window.isFinalInvokeForWindow,
    isWindowTerminatedEarly: window.isWindowTerminatedEarly,
  };
  const told = JSON.stringify(discard.message.timeWindowInfo);
  return told === JSON.stringify(expected) ? undefined : `timeWindowInfo is ${told}`;
}

function numbersOf(records: readonly SimulatedRecord[]): string {
  return records.map(({ number }) => number).join(',');
}
