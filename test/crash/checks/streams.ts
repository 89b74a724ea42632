import type { Put } from '../ledger.ts';
import { placeOf } from '../record-text.ts';
import { compareSequenceNumbers, type Violation } from '../violation.ts';

/** A record as GetRecords gives it. */
export interface ReadRecord {
  readonly sequenceNumber: string;
  /** Undefined when it is not, byte for byte, what somebody put. */
  readonly id: string | undefined;
  readonly arrivalMs: number;
}

export interface StreamEvidence {
  readonly streamName: string;
  readonly puts: readonly Put[];
  /** All records of each shard, in the order in which they were read. */
  readonly shards: ReadonlyMap<string, readonly ReadRecord[]>;
  /** Whether the retention period of what was put is over, or may be. */
  readonly mayBeGone?: (put: Put) => boolean;
  /** Nothing that arrived before it may be read any more. */
  readonly oldestMs?: number;
}

/** Holds what is in a stream against what was put: nothing acknowledged lost, doubled, moved. */
export function checkStream(evidence: StreamEvidence): Violation[] {
  const { streamName, shards } = evidence;
  const puts = evidence.puts.filter((put) => put.streamName === streamName);
  return [
    ...checkNumbers(shards),
    ...checkContents(puts, shards),
    ...checkAcknowledged({ ...evidence, puts }),
    ...checkWhole({ ...evidence, puts }),
    ...checkProducers(shards),
    ...checkRetention(evidence),
  ].map((violation) => ({ ...violation, found: `${streamName}: ${violation.found}` }));
}

function checkNumbers(shards: StreamEvidence['shards']): Violation[] {
  const law = 'sequence numbers increase, and none is given twice';
  const violations: Violation[] = [];
  const owners = new Map<string, string>();
  for (const [shardId, records] of shards) {
    let before = '0';
    for (const { sequenceNumber } of records) {
      if (compareSequenceNumbers(before, sequenceNumber) >= 0) {
        const found = `${shardId} has ${sequenceNumber} behind it`;
        violations.push({ law, expected: `a number greater than ${before}`, found });
      }
      const owner = owners.get(sequenceNumber);
      if (owner !== undefined) {
        const found = `${sequenceNumber} in both ${owner} and ${shardId}`;
        violations.push({ law, expected: 'one record for each number', found });
      }
      owners.set(sequenceNumber, shardId);
      before = sequenceNumber;
    }
  }
  return violations;
}

function checkContents(puts: readonly Put[], shards: StreamEvidence['shards']): Violation[] {
  const law = 'a stream holds what was put, once';
  const asked = new Set(puts.flatMap(({ ids }) => ids));
  const seen = new Set<string>();
  const violations: Violation[] = [];
  for (const [shardId, records] of shards) {
    for (const { id, sequenceNumber } of records) {
      const at = `at ${sequenceNumber} of ${shardId}`;
      if (id === undefined || !asked.has(id)) {
        const found = `${id ?? 'a damaged record'} ${at}`;
        violations.push({ law, expected: 'a record that was put, byte for byte', found });
      } else if (seen.has(id)) {
        violations.push({ law, expected: `${id} once`, found: `another one ${at}` });
      }
      if (id !== undefined) seen.add(id);
    }
  }
  return violations;
}

function checkAcknowledged({ puts, shards, mayBeGone }: StreamEvidence): Violation[] {
  const law = 'an acknowledged record is readable where the answer says';
  const places = placesOf(shards);
  const violations: Violation[] = [];
  for (const put of puts) {
    if (!put.answers || mayBeGone?.(put)) continue;
    for (const [position, id] of put.ids.entries()) {
      const answer = put.answers[position];
      const expected = `${answer?.shardId} ${answer?.sequenceNumber}`;
      const found = places.get(id);
      if (found === expected) continue;
      violations.push({ law, expected: `${id} at ${expected}`, found: found ?? 'nothing' });
    }
  }
  return violations;
}

function checkWhole({ puts, shards, mayBeGone }: StreamEvidence): Violation[] {
  const law = 'a request that was not answered is there as a whole, or not at all';
  const places = placesOf(shards);
  const violations: Violation[] = [];
  for (const put of puts) {
    if (put.answers || mayBeGone?.(put)) continue;
    const there = put.ids.filter((id) => places.has(id));
    if (there.length === 0 || there.length === put.ids.length) continue;
    const expected = `all ${put.ids.length} records from ${put.ids[0]} on, or none`;
    violations.push({ law, expected, found: `${there.length} of them: ${there.join(', ')}` });
  }
  return violations;
}

/** A producer waits for each answer, so its records stand in each shard as it put them. */
function checkProducers(shards: StreamEvidence['shards']): Violation[] {
  const law = 'the records of a producer are in order';
  const violations: Violation[] = [];
  for (const [shardId, records] of shards) {
    const last = new Map<string, { id: string; request: number; position: number }>();
    for (const { id } of records) {
      if (id === undefined) continue;
      const { producer, request, position } = placeOf(id);
      const before = last.get(producer);
      last.set(producer, { id, request, position });
      if (!before || (before.request - request || before.position - position) < 0) continue;
      const found = `${id} behind ${before.id} in ${shardId}`;
      violations.push({ law, expected: `${id} before ${before.id}`, found });
    }
  }
  return violations;
}

function checkRetention({ shards, oldestMs = 0 }: StreamEvidence): Violation[] {
  const law = 'what reached the end of its retention stays away';
  return [...shards].flatMap(([shardId, records]) =>
    records
      .filter(({ arrivalMs }) => arrivalMs < oldestMs)
      .map(({ id, arrivalMs }) => ({
        law,
        expected: `nothing of before ${oldestMs}`,
        found: `${id} of ${arrivalMs} in ${shardId}`,
      })),
  );
}

function placesOf(shards: StreamEvidence['shards']): Map<string, string> {
  const places = new Map<string, string>();
  for (const [shardId, records] of shards) {
    for (const { id, sequenceNumber } of records) {
      if (id !== undefined) places.set(id, `${shardId} ${sequenceNumber}`);
    }
  }
  return places;
}
