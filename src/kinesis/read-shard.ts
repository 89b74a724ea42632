import { LIMITS } from './limits.ts';
import { lastSequenceNumber, type Shard, sequenceNumberAt } from './shard.ts';
import type { ShardLog } from './shard-log.ts';

/** A record as consumers get it. */
export interface StreamRecord {
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly explicitHashKey?: string | undefined;
  readonly data: Uint8Array;
  /** Milliseconds since the Unix epoch. */
  readonly approximateArrivalTimestamp: number;
}

/** What one read of a shard found. */
export interface ShardPage {
  readonly records: StreamRecord[];
  /** The sequence index at which to go on. */
  readonly nextIndex: number;
  /** The number of the last record before that place; of the shard's start when there is none. */
  readonly lastSequenceNumber: string;
  /** How long ago the last record read arrived; 0 when none is left to read. */
  readonly millisBehindLatest: number;
  /** Nothing is left to read, and nothing will come. */
  readonly atShardEnd: boolean;
}

/** What to read. */
export interface ReadRequest {
  readonly log: ShardLog;
  readonly shard: Shard;
  /** The sequence index to begin with. */
  readonly fromIndex: number;
  readonly nowMs: number;
  /** What arrived before is gone. */
  readonly horizonMs: number;
  readonly limit?: number | undefined;
  /** Most bytes of data and partition keys; the first record is read whatever its size. */
  readonly maxBytes?: number | undefined;
}

/**
 * Reads the records of a shard from a sequence index on. What is older than the retention period is
 * gone, whether or not it is still stored.
 */
export function readShardFrom(request: ReadRequest): ShardPage {
  const { shard, fromIndex, nowMs } = request;
  const { tail, definition } = shard;
  const { records, nextIndex } = take(request);
  const last = records.at(-1);
  const isCaughtUp = nextIndex >= tail.nextIndex;
  return {
    records,
    nextIndex: Math.max(fromIndex, nextIndex),
    lastSequenceNumber: last?.sequenceNumber ?? lastSequenceNumber(shard),
    millisBehindLatest:
      isCaughtUp || !last ? 0 : Math.max(0, nowMs - last.approximateArrivalTimestamp),
    atShardEnd: isCaughtUp && definition.closedAtMs !== undefined,
  };
}

/** As many records as the request allows, and the sequence index that follows them. */
function take(request: ReadRequest): { records: StreamRecord[]; nextIndex: number } {
  const { shard, fromIndex, limit = LIMITS.readRecords, maxBytes = LIMITS.readBytes } = request;
  const records: StreamRecord[] = [];
  let bytes = 0;
  for (const chunk of keptChunks(request)) {
    for (const { index, ...record } of chunk.records(fromIndex)) {
      bytes += record.data.length + Buffer.byteLength(record.partitionKey);
      if (records.length > 0 && bytes > maxBytes) return { records, nextIndex: index };
      records.push({
        ...record,
        sequenceNumber: sequenceNumberAt(shard.definition, index, chunk.arrivalMs),
        approximateArrivalTimestamp: chunk.arrivalMs,
      });
      if (records.length >= limit) return { records, nextIndex: index + 1 };
    }
  }
  return { records, nextIndex: shard.tail.nextIndex };
}

/** The chunks to read whose records have not expired. */
function* keptChunks({ log, shard, fromIndex, horizonMs }: ReadRequest) {
  if (fromIndex >= shard.tail.nextIndex) return;
  for (const chunk of log.from(fromIndex)) {
    if (chunk.arrivalMs < horizonMs) {
      // Arrival times never go back: past the first record of age, all have it.
      yield* log.from(log.firstAtOrAfter(horizonMs, shard.tail.nextIndex));
      return;
    }
    yield chunk;
  }
}
