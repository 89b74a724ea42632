import type { Delivery } from '../delivery-log.ts';
import type { Put, PutAnswer } from '../ledger.ts';
import { compareSequenceNumbers, type Violation } from '../violation.ts';
import type { FailureMessage } from './failures.ts';

export interface AccountEvidence {
  readonly functionName: string;
  readonly streamName: string;
  readonly puts: readonly Put[];
  readonly deliveries: readonly Delivery[];
  readonly messages: readonly FailureMessage[];
}

/** Once all is quiet: every acknowledged record was processed, or given up with a message. */
export function checkAccounts(evidence: AccountEvidence): Violation[] {
  const law = 'every acknowledged record is processed or given up';
  return unaccounted(evidence).map(({ id, shardId, sequenceNumber }) => ({
    law,
    expected: `${id} (${shardId} ${sequenceNumber}) acknowledged by its handler, or in a message`,
    found: `${evidence.functionName}: neither`,
  }));
}

/** The acknowledged records whose end the function has not seen yet. */
export function unaccounted(evidence: AccountEvidence): (PutAnswer & { id: string })[] {
  const done = processed(evidence.deliveries);
  const givenUp = givenUpOf(evidence);
  return evidence.puts
    .filter(({ streamName }) => streamName === evidence.streamName)
    .flatMap(({ ids, answers }) =>
      (answers ?? []).map((answer, position) => ({ ...answer, id: ids[position] ?? '' })),
    )
    .filter(({ id, shardId, sequenceNumber }) => {
      return !done.has(id) && !givenUp(shardId, sequenceNumber);
    });
}

/** The records that a handler has acknowledged. */
function processed(deliveries: readonly Delivery[]): Set<string> {
  const done = new Set<string>();
  for (const { records, outcome } of deliveries) {
    if (outcome === undefined || outcome === 'error') continue;
    for (const { sequenceNumber, id } of records) {
      if (outcome === 'ok' || compareSequenceNumbers(sequenceNumber, outcome) < 0) done.add(id);
    }
  }
  return done;
}

/**
 * The records of a message are those of its request. What was given up for its age may be a part of
 * them, or was never invoked: then its range counts, and the shard has one lane only.
 */
function givenUpOf({ functionName, deliveries, messages }: AccountEvidence) {
  const byRequest = new Map(deliveries.map((delivery) => [delivery.requestId, delivery]));
  const single = new Set<string>();
  const ranges: FailureMessage[] = [];
  for (const message of messages) {
    if (message.functionName !== functionName) continue;
    const delivery = byRequest.get(message.requestId);
    if (!delivery || message.condition === 'RecordAgeExceeded') {
      ranges.push(message);
      continue;
    }
    for (const { sequenceNumber } of delivery.records) {
      single.add(`${message.shardId} ${sequenceNumber}`);
    }
  }
  return (shardId: string, sequenceNumber: string) =>
    single.has(`${shardId} ${sequenceNumber}`) ||
    ranges.some(
      (range) =>
        range.shardId === shardId &&
        compareSequenceNumbers(range.startSequenceNumber, sequenceNumber) <= 0 &&
        compareSequenceNumbers(sequenceNumber, range.endSequenceNumber) <= 0,
    );
}
