import type { Delivery } from '../delivery-log.ts';
import { compareSequenceNumbers, type Violation } from '../violation.ts';

/** A failure message, as far as it is checked. */
export interface FailureMessage {
  readonly functionName: string;
  readonly requestId: string;
  readonly condition: string;
  readonly invokeCount: number;
  readonly shardId: string;
  readonly startSequenceNumber: string;
  readonly endSequenceNumber: string;
  readonly batchSize: number;
}

export interface FailureEvidence {
  readonly functionName: string;
  readonly lanes: number;
  readonly messages: readonly FailureMessage[];
  readonly deliveries: readonly Delivery[];
}

/** Holds failure messages against what the handlers were given: each discard is told once. */
export function checkFailures(evidence: FailureEvidence): Violation[] {
  const { functionName } = evidence;
  const messages = evidence.messages.filter((message) => message.functionName === functionName);
  return [
    ...checkRequests(messages),
    // With several lanes a batch that was given up may stand before one that is under way; the
    // checkpoint stays behind both, so it may be given up once more by the next run.
    ...(evidence.lanes === 1 ? checkRanges(messages) : []),
    ...checkAttempts(messages, evidence.deliveries),
  ].map((violation) => ({ ...violation, found: `${functionName}: ${violation.found}` }));
}

const rangeOf = ({ shardId, startSequenceNumber, endSequenceNumber }: FailureMessage) =>
  `${shardId} ${startSequenceNumber}..${endSequenceNumber}`;

function checkRequests(messages: readonly FailureMessage[]): Violation[] {
  const law = 'a discard is told once';
  const seen = new Map<string, FailureMessage>();
  const violations: Violation[] = [];
  for (const message of messages) {
    // What expires is cut off a batch that goes on under the same request.
    const isCut = message.condition === 'RecordAgeExceeded';
    const key = isCut ? `${message.requestId} ${rangeOf(message)}` : message.requestId;
    const before = seen.get(key);
    seen.set(key, message);
    if (!before) continue;
    const expected = `one message of request ${message.requestId}`;
    violations.push({ law, expected, found: `${rangeOf(before)} and ${rangeOf(message)}` });
  }
  return violations;
}

/** A message and the checkpoint behind its records are one commit, so nothing is given up twice. */
function checkRanges(messages: readonly FailureMessage[]): Violation[] {
  const law = 'no record is given up twice';
  const sorted = [...messages].sort(
    (one, other) =>
      one.shardId.localeCompare(other.shardId) ||
      compareSequenceNumbers(one.startSequenceNumber, other.startSequenceNumber),
  );
  return sorted.flatMap((message, index) => {
    const before = sorted[index - 1];
    if (before?.shardId !== message.shardId) return [];
    const { endSequenceNumber } = before;
    if (compareSequenceNumbers(message.startSequenceNumber, endSequenceNumber) > 0) return [];
    const found = `${rangeOf(message)} and ${rangeOf(before)}`;
    return [{ law, expected: `ranges that do not meet`, found }];
  });
}

function checkAttempts(
  messages: readonly FailureMessage[],
  deliveries: readonly Delivery[],
): Violation[] {
  const law = 'a failure message says what happened';
  const byRequest = new Map<string, Delivery[]>();
  for (const delivery of deliveries) {
    const known = byRequest.get(delivery.requestId);
    if (known) known.push(delivery);
    else byRequest.set(delivery.requestId, [delivery]);
  }
  return messages.flatMap((message) => {
    const attempts = byRequest.get(message.requestId) ?? [];
    const last = attempts.at(-1);
    // It may be a part of what was delivered, or was too old before it was delivered at all.
    if (message.condition === 'RecordAgeExceeded') return [];
    const expected = last && describe(last, attempts.length);
    const found = `${rangeOf(message)}, ${message.batchSize} records, ${message.invokeCount} attempts`;
    const isSo = attempts.every(({ outcome }) => outcome !== 'ok') && expected === found;
    return isSo ? [] : [{ law, expected: expected ?? 'an invocation of that request', found }];
  });
}

function describe({ shardId, records }: Delivery, attempts: number): string {
  const range = `${records[0]?.sequenceNumber}..${records.at(-1)?.sequenceNumber}`;
  return `${shardId} ${range}, ${records.length} records, ${attempts} attempts`;
}
