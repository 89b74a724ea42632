import type { Memory } from '../store/store.ts';
import { LIMITS } from './limits.ts';
import type { RecordChunk, StreamRecord } from './record-chunk.ts';
import { lastSequenceNumber, type Shard, sequenceNumberAt } from './shard.ts';
import type { ShardLog } from './shard-log.ts';

/** Neighbours in one chunk, by their sequence indexes. */
interface Slice {
  readonly chunk: RecordChunk;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

const COMMA_BYTES = 1;

/** What one read of a shard found. */
export class ShardPage {
  readonly #slices: readonly Slice[];
  #records: StreamRecord[] | undefined;
  /** The sequence index at which to go on. */
  readonly nextIndex: number;
  /** The number of the last record before that place; of the shard's start when there is none. */
  readonly lastSequenceNumber: string;
  /** How long ago the last record read arrived; 0 when none is left to read. */
  readonly millisBehindLatest: number;
  /** Nothing is left to read, and nothing will come. */
  readonly atShardEnd: boolean;

  constructor({ shard, fromIndex, nowMs }: ReadRequest, { slices, nextIndex }: Taken) {
    const { tail, definition } = shard;
    const last = slices.at(-1);
    const isCaughtUp = nextIndex >= tail.nextIndex;
    this.#slices = slices;
    this.nextIndex = Math.max(fromIndex, nextIndex);
    this.lastSequenceNumber = last
      ? sequenceNumberAt(definition, last.to - 1, last.chunk.arrivalMs)
      : lastSequenceNumber(shard);
    this.millisBehindLatest = isCaughtUp || !last ? 0 : Math.max(0, nowMs - last.chunk.arrivalMs);
    this.atShardEnd = isCaughtUp && definition.closedAtMs !== undefined;
  }

  get records(): StreamRecord[] {
    this.#records ??= this.#slices.flatMap(({ chunk, from, to }) => chunk.records(from, to));
    return this.#records;
  }

  /** Bytes of data and partition keys. */
  get bytes(): number {
    return bytesOf(this.#slices);
  }

  /** The elements of a JSON array, as GetRecords answers the records, in pieces. */
  get json(): Uint8Array[] {
    const pieces = this.#slices.map(({ chunk, from, to }) => chunk.json(from, to));
    const last = pieces.pop();
    return last ? [...pieces, last.subarray(0, -COMMA_BYTES)] : [];
  }
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
  /** Where the records may be put; the page is good for as long as it is. */
  readonly memory?: Memory | undefined;
  /** Most bytes of data and partition keys; the first record is read whatever its size. */
  readonly maxBytes?: number | undefined;
}

/**
 * Reads the records of a shard from a sequence index on. What is older than the retention period is
 * gone, whether or not it is still stored.
 */
export function readShardFrom(request: ReadRequest): ShardPage {
  return new ShardPage(request, take(request));
}

interface Taken {
  readonly slices: readonly Slice[];
  /** The sequence index that follows the records. */
  readonly nextIndex: number;
}

/** Bytes of data and partition keys. */
function bytesOf(slices: readonly Slice[]): number {
  let bytes = 0;
  for (const { chunk, from, to } of slices) {
    for (let at = from; at < to; at++) bytes += chunk.sizeAt(at);
  }
  return bytes;
}

/** As many records as the request allows. */
function take(request: ReadRequest): Taken {
  const { shard, fromIndex, limit = LIMITS.readRecords, maxBytes = LIMITS.readBytes } = request;
  const slices: Slice[] = [];
  let [count, mostBytes] = [0, 0];
  let bytes: number | undefined;
  for (const chunk of keptChunks(request)) {
    const from = Math.max(fromIndex, chunk.firstIndex);
    const end = Math.min(chunk.endIndex, from + limit - count);
    let to = end;
    mostBytes += chunk.mostBytes(from, end);
    // Record by record only where there may be too many: it was a tenth of a page of small ones.
    if (mostBytes > maxBytes) {
      bytes ??= bytesOf(slices);
      for (to = from; to < end; to++) {
        bytes += chunk.sizeAt(to);
        if (bytes > maxBytes && count + to - from > 0) break;
      }
    }
    if (to > from) slices.push({ chunk, from, to });
    count += to - from;
    if (to < chunk.endIndex || count >= limit) return { slices, nextIndex: to };
  }
  return { slices, nextIndex: shard.tail.nextIndex };
}

/** The chunks to read whose records have not expired. */
function* keptChunks({ log, shard, fromIndex, horizonMs, memory }: ReadRequest) {
  if (fromIndex >= shard.tail.nextIndex) return;
  for (const chunk of log.from(fromIndex, memory)) {
    if (chunk.arrivalMs < horizonMs) {
      // Arrival times never go back: past the first record of age, all have it.
      yield* log.from(log.firstAtOrAfter(horizonMs, shard.tail.nextIndex), memory);
      return;
    }
    yield chunk;
  }
}
