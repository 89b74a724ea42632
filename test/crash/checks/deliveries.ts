import type { DeliveredRecord, Delivery } from '../delivery-log.ts';
import { compareSequenceNumbers, type Violation } from '../violation.ts';
import { checkRedeliveries, type LaneEvidence } from './redeliveries.ts';

/** What one function was given of its stream. */
export interface DeliveryEvidence extends LaneEvidence {
  readonly functionName: string;
  /** The parents of each shard that has any. */
  readonly parents: ReadonlyMap<string, readonly string[]>;
  /** The stream may have lost its oldest records by the end of their retention. */
  readonly isTrimmed?: boolean;
}

/** Holds what a function was given against the stream, and against its own acknowledgements. */
export function checkDeliveries(evidence: DeliveryEvidence): Violation[] {
  return [
    ...checkRecordsStay(evidence),
    ...checkParentsFirst(evidence),
    ...checkRedeliveries(evidence),
  ].map((violation) => ({ ...violation, found: `${evidence.functionName}: ${violation.found}` }));
}

/** What a handler was given, even before its put was answered, is the stream's for good. */
function checkRecordsStay({ deliveries, shards, isTrimmed }: DeliveryEvidence): Violation[] {
  const law = 'a record that was delivered stays in the stream, under its number';
  const ids = new Map<string, string | undefined>();
  for (const [shardId, records] of shards) {
    for (const { sequenceNumber, id } of records) ids.set(`${shardId} ${sequenceNumber}`, id);
  }
  const violations = new Map<string, Violation>();
  for (const { shardId, records } of deliveries) {
    const oldest = shards.get(shardId)?.[0]?.sequenceNumber;
    for (const { sequenceNumber, id } of records) {
      if (isTrimmed && isBefore(sequenceNumber, oldest)) continue;
      const place = `${shardId} ${sequenceNumber}`;
      if (ids.get(place) === id) continue;
      const found = ids.has(place) ? `${ids.get(place)} there` : 'nothing there';
      violations.set(`${place} ${id}`, { law, expected: `${id} at ${place}`, found });
    }
  }
  return [...violations.values()];
}

/** A shard that came of others is delivered after all that they hold (Kinesis developer guide). */
function checkParentsFirst({ deliveries, parents }: DeliveryEvidence): Violation[] {
  const law = 'no record of a shard is delivered once one of its children was begun';
  const violations: Violation[] = [];
  const childBegun = new Map<string, Delivery>();
  for (const delivery of deliveries) {
    const { shardId, run, records } = delivery;
    const child = childBegun.get(shardId);
    if (child) {
      const expected = `nothing of ${shardId} after ${child.shardId} was begun in run ${child.run}`;
      violations.push({ law, expected, found: `${records[0]?.id} in run ${run}` });
    }
    for (const parent of parents.get(shardId) ?? []) {
      if (!childBegun.has(parent)) childBegun.set(parent, delivery);
    }
  }
  return violations;
}

function isBefore(sequenceNumber: DeliveredRecord['sequenceNumber'], oldest: string | undefined) {
  return oldest === undefined || compareSequenceNumbers(sequenceNumber, oldest) < 0;
}
