import type { Failure, HydratedRecord } from './failure.ts';

/**
 * How far the records of one batch may lie apart is known; what stands between them is not: filters
 * and other lanes pass over records that the range still holds. So many are read for each record
 * that the message names, and so many besides. A batch has at most 10,000 (Lambda API reference).
 */
const MOST_RECORDS_EACH = 100;
const MOST_RECORDS_BESIDES = 10_000;
const LARGEST_BATCH = 10_000;

/** What is kept in memory of one range. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Arrival times are approximate, and need not rise with the sequence numbers (Kinesis API reference). */
const ARRIVAL_SLACK_MS = 60_000;

/**
 * A message may lie about its range, or be made up. Answers why a range is not read any further, and
 * undefined as long as the message can stand for the record that comes next.
 */
export function rangeBounds(
  failure: Failure,
): (next: HydratedRecord, read: number) => string | undefined {
  const latestMs = Math.min(failure.lastArrivalMs, failure.failedAtMs) + ARRIVAL_SLACK_MS;
  const batch = Math.min(Math.max(failure.records, 0), LARGEST_BATCH);
  const mostRecords = batch * MOST_RECORDS_EACH + MOST_RECORDS_BESIDES;
  let bytes = 0;
  return (next, read) => {
    bytes += next.data.byteLength;
    const beyond = next.approximateArrivalTimestamp;
    if (beyond > latestMs) {
      const times = `${iso(beyond)}, after those of the message (${iso(latestMs)} at the latest)`;
      return `Cut before ${next.sequenceNumber}, which arrived at ${times}.`;
    }
    if (read === mostRecords) {
      const named = `the message names ${failure.records}`;
      return `Cut after ${mostRecords} records: the range goes on, and ${named}.`;
    }
    if (bytes <= MOST_BYTES) return undefined;
    return `Cut after ${read} records of 256 MiB together: the range goes on.`;
  };
}

/** Why a range that is read to where the shard ends does not hold what its message says. */
export function shardEndText(last: HydratedRecord | undefined): string {
  return `Cut after ${last?.sequenceNumber}: the shard has no more, and the range goes on.`;
}

/** A made-up time may be any number. */
const iso = (atMs: number) => new Date(Math.min(atMs, 8.64e15)).toISOString();
