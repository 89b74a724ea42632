import { createHash } from 'node:crypto';
import type { ReadyRecord } from './dispatch.ts';
import { type GeneratedRecord, sizeOf } from './generated-record.ts';

/** How large the Kinesis Producer Library lets an aggregate become by default, in bytes. */
const MOST_BYTES = 51_200;

const MAGIC = Buffer.from([0xf3, 0x89, 0x9a, 0xc2]);
/** Tag and length of a field, at most, for fields of up to 2 MiB. */
const FIELD_OVERHEAD = 5;

interface Open {
  readonly records: GeneratedRecord[];
  bytes: number;
}

/**
 * Puts records of one shard together as the Kinesis Producer Library does (its aggregation format).
 * The aggregate goes under the first record's partition key, which leads to the same shard as all
 * others in it. A record alone is put as it is.
 */
export class KplAggregator {
  readonly #open = new Map<string, Open>();

  /** Adds a record; answers the aggregate of its shard that it no longer fitted into, if any. */
  add({ record, shardId }: ReadyRecord): ReadyRecord[] {
    const bytes = sizeOf(record) + 4 * FIELD_OVERHEAD;
    const open = this.#open.get(shardId);
    if (open && open.bytes + bytes <= MOST_BYTES) {
      open.records.push(record);
      open.bytes += bytes;
      return [];
    }
    this.#open.set(shardId, { records: [record], bytes });
    return open ? [{ record: aggregateOf(open.records), shardId }] : [];
  }

  /** Everything that waits for more. */
  flush(): ReadyRecord[] {
    const aggregates = [...this.#open].map(([shardId, { records }]) => ({
      record: aggregateOf(records),
      shardId,
    }));
    this.#open.clear();
    return aggregates;
  }
}

/** One record that holds all of them, in their order. */
export function aggregateOf(records: readonly GeneratedRecord[]): GeneratedRecord {
  const [first] = records;
  if (!first || records.length === 1) return first as GeneratedRecord;
  const keys = [...new Set(records.map(({ partitionKey }) => partitionKey))];
  const indices = new Map(keys.map((key, index) => [key, index]));
  const parts: Uint8Array[] = keys.flatMap((key) => field(1, Buffer.from(key)));
  for (const { partitionKey, data } of records) {
    const keyIndex = Buffer.from([1 << 3, ...varint(indices.get(partitionKey) as number)]);
    const content = field(3, data);
    const length = keyIndex.length + content.reduce((sum, part) => sum + part.length, 0);
    parts.push(head(3, length), keyIndex, ...content);
  }
  const message = Buffer.concat(parts);
  const sum = createHash('md5').update(message).digest();
  const data = Buffer.concat([MAGIC, message, sum]);
  return { partitionKey: first.partitionKey, data, count: records.length };
}

/** A field of bytes of a Protocol Buffers message. */
const field = (number: number, bytes: Uint8Array) => [head(number, bytes.length), bytes];

const head = (number: number, length: number) =>
  Buffer.from([(number << 3) | 2, ...varint(length)]);

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let left = value; ; left >>>= 7) {
    if (left < 0x80) return [...bytes, left];
    bytes.push((left & 0x7f) | 0x80);
  }
}
