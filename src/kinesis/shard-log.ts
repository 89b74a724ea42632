import type { Key, Memory, Range, Reader } from '../store/store.ts';
import { type NumberAt, RecordChunk } from './record-chunk.ts';

/**
 * The records of one shard as the store keeps them: chunks under their first sequence index,
 * without a gap from the oldest one left up to the last. Whatever removes old chunks must leave the
 * last one, because it alone tells the next sequence index after a restart.
 */
export class ShardLog {
  readonly #reader: Reader;
  readonly #prefix: Key;
  readonly #numberAt: NumberAt;

  /** @param prefix the key of the shard, to which a chunk's first index is added */
  constructor(reader: Reader, { prefix, numberAt }: { prefix: Key; numberAt: NumberAt }) {
    this.#reader = reader;
    this.#prefix = prefix;
    this.#numberAt = numberAt;
  }

  /** The newest chunk. */
  last(): RecordChunk | undefined {
    return this.#first({ reverse: true });
  }

  /**
   * The chunks from the one that holds `index`, or the first one after it, on. In `memory` they are
   * good for as long as it is.
   */
  *from(index: number, memory?: Memory): Iterable<RecordChunk> {
    const holding = this.#at(index, memory) ?? this.#holding(index, memory);
    const inside = holding !== undefined && holding.endIndex > index;
    if (inside) yield holding;
    const from = [...this.#prefix, inside ? holding.endIndex : index];
    const range = { prefix: this.#prefix, from, memory };
    for (const { value } of this.#reader.range<Uint8Array>(range)) {
      yield new RecordChunk(value, this.#numberAt);
    }
  }

  /**
   * The sequence index of the first record that arrived at or after `arrivalMs`; `nextIndex`, which
   * is that of the next record to come, when none did. Arrival times never go back within a shard,
   * so a few chunk headers tell it.
   */
  firstAtOrAfter(arrivalMs: number, nextIndex: number): number {
    let low = this.#first({})?.firstIndex ?? nextIndex;
    let high = nextIndex;
    while (low < high) {
      const chunk = this.#holding(low + Math.floor((high - low) / 2));
      if (!chunk) return low;
      if (chunk.arrivalMs >= arrivalMs) high = Math.max(low, chunk.firstIndex);
      else low = chunk.endIndex;
    }
    return low;
  }

  /** There is more than the last chunk, which is kept for ever. */
  get hasSeveral(): boolean {
    return [...this.#reader.range({ prefix: this.#prefix, limit: 2 })].length > 1;
  }

  /**
   * The keys of chunks all of whose records arrived before `arrivalMs`, oldest first, but for the
   * last chunk. Reads few chunks, however many keys there are.
   */
  keysBefore(arrivalMs: number, { nextIndex, limit }: { nextIndex: number; limit: number }): Key[] {
    const first = this.#first({});
    if (!first || first.arrivalMs >= arrivalMs) return [];
    // All records of a chunk arrived together, so this is where a chunk begins, or the end.
    const kept = Math.min(this.firstAtOrAfter(arrivalMs, nextIndex), this.last()!.firstIndex);
    const bounds = { prefix: this.#prefix, to: [...this.#prefix, kept], limit };
    return Array.from(this.#reader.range(bounds), ({ key }) => key);
  }

  /** The chunk that begins at `index`, where most readers go on: looking it up is quicker than a range. */
  #at(index: number, memory?: Memory): RecordChunk | undefined {
    const value = this.#reader.get<Uint8Array>([...this.#prefix, index], memory);
    return value && new RecordChunk(value, this.#numberAt);
  }

  /** The last chunk that begins at or before `index`. */
  #holding(index: number, memory?: Memory): RecordChunk | undefined {
    return this.#first({ to: [...this.#prefix, index + 1], reverse: true, memory });
  }

  #first(bounds: Omit<Range, 'prefix'>): RecordChunk | undefined {
    const range = { prefix: this.#prefix, limit: 1, ...bounds };
    for (const { value } of this.#reader.range<Uint8Array>(range)) {
      return new RecordChunk(value, this.#numberAt);
    }
    return undefined;
  }
}
