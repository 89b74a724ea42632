import type { Memory } from '../store/store.ts';
import { LIMITS } from './limits.ts';
import type { StreamRecord } from './read-record.ts';
import type { RecordChunk } from './record-chunk.ts';
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

/** Records that were read together, as objects or as text. */
export class ReadRecords {
  readonly #slices: readonly Slice[];

  constructor(slices: readonly Slice[]) {
    this.#slices = slices;
  }

  get records(): StreamRecord[] {
    return this.#slices.flatMap(({ chunk, from, to }) => chunk.records(from, to));
  }

  /** The elements of a JSON array, as GetRecords answers the records, in pieces. */
  get json(): Uint8Array[] {
    const pieces = this.#slices.map(({ chunk, from, to }) => chunk.json(from, to));
    const last = pieces.pop();
    return last ? [...pieces, last.subarray(0, -COMMA_BYTES)] : [];
  }
}

/**
 * The records of a shard from a sequence index on, as many as one read may have. They are read when
 * somebody asks for them, all or step by step. What is older than the retention period is gone,
 * whether or not it is still stored.
 */
export class ShardPage {
  readonly #request: ReadRequest;
  #nextIndex: number;
  #count = 0;
  /** Of data and partition keys. */
  #bytes = 0;
  #last: Slice | undefined;
  #isRead = false;

  constructor(request: ReadRequest) {
    this.#request = request;
    this.#nextIndex = request.fromIndex;
  }

  /** Nothing of it is left to read. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /** The sequence index at which to go on. */
  get nextIndex(): number {
    return this.#nextIndex;
  }

  /** The number of the last record read; of the last one in the shard when there is none. */
  get lastSequenceNumber(): string {
    const { shard } = this.#request;
    if (!this.#last) return lastSequenceNumber(shard);
    const { chunk, to } = this.#last;
    return sequenceNumberAt(shard.definition, to - 1, chunk.arrivalMs);
  }

  /** How long ago the last record read arrived; 0 when none is left in the shard. */
  get millisBehindLatest(): number {
    return this.#isCaughtUp ? 0 : this.ageMs;
  }

  /** How many records were read. */
  get count(): number {
    return this.#count;
  }

  /** How many bytes of data and partition keys. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How long ago the last record read arrived; 0 when none was. */
  get ageMs(): number {
    return this.#last ? Math.max(0, this.#request.nowMs - this.#last.chunk.arrivalMs) : 0;
  }

  /** The chunk of the last record read. */
  get lastChunk(): RecordChunk | undefined {
    return this.#last?.chunk;
  }

  /** Nothing is left in the shard, and nothing will come. */
  get atShardEnd(): boolean {
    return this.#isCaughtUp && this.#request.shard.definition.closedAtMs !== undefined;
  }

  get #isCaughtUp(): boolean {
    return this.#nextIndex >= this.#request.shard.tail.nextIndex;
  }

  /**
   * Reads on, until it has so many bytes if there are. What cannot be read ends the page, unless it is
   * the first of it: whoever goes on from there is told.
   *
   * @throws StoreError Damaged
   */
  readOn(bytes = Number.POSITIVE_INFINITY): ReadRecords {
    const slices: Slice[] = [];
    const before = this.#bytes;
    try {
      this.#isRead ||= this.#take(slices, before + bytes) === 'all';
    } catch (error) {
      if (this.#count === 0) throw error;
      this.#isRead = true;
    }
    this.#request.count?.(this.#bytes - before);
    return new ReadRecords(slices);
  }

  /** Takes chunk after chunk, until the page has `enough` bytes. */
  #take(slices: Slice[], enough: number): 'all' | 'enough' {
    const { shard, limit = LIMITS.readRecords } = this.#request;
    for (const chunk of keptChunks(this.#request, this.#nextIndex)) {
      const from = Math.max(this.#nextIndex, chunk.firstIndex);
      const to = this.#endOfWhatFits(chunk, from, limit - this.#count);
      this.#nextIndex = to;
      if (to > from) {
        this.#last = { chunk, from, to };
        slices.push(this.#last);
        this.#count += to - from;
      }
      if (to < chunk.endIndex || this.#count >= limit) return 'all';
      if (this.#bytes >= enough) return 'enough';
    }
    this.#nextIndex = Math.max(this.#nextIndex, shard.tail.nextIndex);
    return 'all';
  }

  /** The index behind the last record of a chunk that the page has room for; counts their bytes. */
  #endOfWhatFits(chunk: RecordChunk, from: number, mostRecords: number): number {
    const { maxBytes = LIMITS.readBytes } = this.#request;
    let to = Math.min(chunk.endIndex, from + mostRecords);
    let bytes = chunk.sizeOf(from, to);
    while (this.#bytes + bytes > maxBytes && to > from && this.#count + to - from > 1) {
      to--;
      bytes -= chunk.sizeOf(to, to + 1);
    }
    this.#bytes += bytes;
    return to;
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
  /** A chunk of the shard that somebody has. */
  readonly known?: RecordChunk | undefined;
  /** Told the bytes of data and partition keys of each step. */
  readonly count?: ((bytes: number) => void) | undefined;
}

/** The chunks from an index on whose records have not expired. */
function* keptChunks(request: ReadRequest, fromIndex: number) {
  const { log, shard, horizonMs, memory } = request;
  if (fromIndex >= shard.tail.nextIndex) return;
  for (const chunk of chunksFrom(fromIndex, request)) {
    if (chunk.arrivalMs < horizonMs) {
      // Arrival times never go back: past the first record of age, all have it.
      yield* log.from(log.firstAtOrAfter(horizonMs, shard.tail.nextIndex), memory);
      return;
    }
    yield chunk;
  }
}

function* chunksFrom(index: number, { log, known, memory }: ReadRequest): Iterable<RecordChunk> {
  const holds = known && known.firstIndex <= index && index < known.endIndex;
  if (holds) yield known;
  yield* log.from(holds ? known.endIndex : index, memory);
}
