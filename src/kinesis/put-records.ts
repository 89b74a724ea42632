import type { Memory } from '../store/store.ts';
import type { StoredRecord } from './chunk-content.ts';
import { KinesisError } from './kinesis-error.ts';
import { LIMITS } from './limits.ts';
import { encodeChunk } from './record-chunk.ts';
import { parseSequenceNumber } from './sequence-number.ts';
import { route, type Shard, type ShardTail, sequenceNumbersFrom } from './shard.ts';
import type { Stream } from './stream.ts';

/** One record to put. */
export interface PutEntry extends StoredRecord {
  /** A sequence number that the record's own must exceed. */
  readonly sequenceNumberForOrdering?: string | undefined;
}

/** Where a record went. */
export interface PlacedRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  /** Set where the stream is encrypted. */
  readonly encryptionType?: 'KMS' | undefined;
  readonly refusal?: undefined;
}

/** A record that its shard did not take, though it took others. */
interface RefusedRecord {
  readonly refusal: KinesisError;
  readonly shardId: string;
  readonly sequenceNumber?: undefined;
  readonly encryptionType?: 'KMS' | undefined;
}

export type PutResult = PlacedRecord | RefusedRecord;

/** What one call adds to one shard. */
interface ShardAppend {
  readonly shard: Shard;
  readonly chunk: Uint8Array;
  readonly firstIndex: number;
  /** The sequence numbers of the records. */
  readonly numbers: readonly string[];
  readonly tail: ShardTail;
  readonly records: number;
  /** Bytes of the data alone. */
  readonly bytes: number;
  /** Bytes of data and partition keys. */
  readonly size: number;
}

/** What a call does, and what became of each of its entries. */
export interface PutPlan {
  readonly appends: readonly ShardAppend[];
  readonly results: PutResult[];
}

export interface PutPlanOptions {
  readonly nowMs: number;
  /** What the request calls the data of the entry at a position, for the text of an error. */
  readonly dataAt: (position: number) => string;
  /** Where shards are held to what they can take: why one does not take so many bytes more. */
  readonly refuses?: ((shard: Shard, bytes: number) => KinesisError | undefined) | undefined;
  /** Where the chunks may be put until they are stored. */
  readonly memory?: Memory | undefined;
}

/**
 * Decides where each entry goes, without doing anything.
 *
 * @throws KinesisError InvalidArgument, InvalidValue; then no entry is to be put
 */
export function planPut(
  stream: Stream,
  entries: readonly PutEntry[],
  { nowMs, dataAt, memory, refuses }: PutPlanOptions,
): PutPlan {
  const sizes = checkedSizes(stream, entries, dataAt);
  const results = new Array<PutResult>(entries.length);
  const encryptionType = encryptionTypeOf(stream);
  const positions = new Map<Shard, number[]>();
  for (const [position, entry] of entries.entries()) {
    const shard = route(stream.open, entry);
    const refusal = refuses?.(shard, sizes[position] as number);
    if (refusal) {
      results[position] = { refusal, shardId: shard.shardId, encryptionType };
      continue;
    }
    const known = positions.get(shard);
    if (known) known.push(position);
    else positions.set(shard, [position]);
  }
  const appends: ShardAppend[] = [];
  for (const [shard, ofShard] of positions) {
    const append = planAppend(
      shard,
      ofShard.map((position) => entries[position] as PutEntry),
      { nowMs, memory, encryptionType, size: sum(ofShard.map((at) => sizes[at] as number)) },
    );
    appends.push(append);
    for (const [offset, position] of ofShard.entries()) {
      const sequenceNumber = append.numbers[offset] as string;
      checkOrder(stream, entries[position] as PutEntry, sequenceNumber);
      results[position] = { shardId: shard.shardId, sequenceNumber, encryptionType };
    }
  }
  return { appends, results };
}

/** How the stream says that it keeps records. */
const encryptionTypeOf = ({ definition }: Stream): 'KMS' | undefined =>
  definition.encryptionKeyId === undefined ? undefined : 'KMS';

interface AppendOptions extends Pick<PutPlanOptions, 'nowMs' | 'memory'> {
  readonly encryptionType: 'KMS' | undefined;
  readonly size: number;
}

function planAppend(
  shard: Shard,
  records: readonly PutEntry[],
  { nowMs, memory, encryptionType, size }: AppendOptions,
): ShardAppend {
  const firstIndex = shard.tail.nextIndex;
  // The clock may be set back; within a shard arrival times must not go back with it, because
  // reading from a time and by age rely on their order.
  const arrivalMs = Math.max(nowMs, shard.tail.lastArrivalMs);
  const numbers = sequenceNumbersFrom(shard.definition, {
    index: firstIndex,
    writtenAtMs: arrivalMs,
    count: records.length,
  });
  return {
    shard,
    firstIndex,
    numbers,
    chunk: encodeChunk({ arrivalMs, firstIndex, records, encryptionType }, numbers, memory),
    tail: { nextIndex: firstIndex + records.length, lastArrivalMs: arrivalMs },
    records: records.length,
    bytes: sum(records.map(({ data }) => data.length)),
    size,
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0);

/**
 * What each entry counts towards the limits: data and partition key together. They hold for the whole
 * request.
 */
function checkedSizes(
  { definition }: Stream,
  entries: readonly PutEntry[],
  dataAt: (position: number) => string,
): number[] {
  const mostBytes = definition.maxRecordSizeInKiB * 1024;
  const sizes: number[] = [];
  let requestBytes = 0;
  for (const [position, entry] of entries.entries()) {
    checkPartitionKey(entry.partitionKey);
    const bytes = sizeOf(entry);
    sizes.push(bytes);
    requestBytes += bytes;
    if (bytes <= mostBytes) continue;
    throw new KinesisError(
      'InvalidValue',
      `1 validation error detected: Value at '${dataAt(position)}' failed to satisfy constraint: ` +
        `Member must have length less than or equal to ${mostBytes}`,
    );
  }
  // The text was observed on AWS while the limit was 5 MB.
  if (requestBytes > LIMITS.putRequestBytes) {
    throw new KinesisError('InvalidArgument', 'Records size exceeds 10 MB limit');
  }
  return sizes;
}

const sizeOf = ({ data, partitionKey }: PutEntry): number =>
  data.length + Buffer.byteLength(partitionKey);

/** Measured in UTF-16 units, as the check of a request's shape measures it. */
function checkPartitionKey(partitionKey: string): void {
  const most = LIMITS.partitionKeyLength;
  if (partitionKey.length >= 1 && partitionKey.length <= most) return;
  throw new KinesisError('InvalidValue', `A partition key has 1 to ${most} characters.`);
}

function checkOrder(
  { scope, definition }: Stream,
  { sequenceNumberForOrdering }: PutEntry,
  sequenceNumber: string,
): void {
  if (sequenceNumberForOrdering === undefined) return;
  const isOne = parseSequenceNumber(sequenceNumberForOrdering) !== undefined;
  if (isOne && BigInt(sequenceNumberForOrdering) < BigInt(sequenceNumber)) return;
  throw new KinesisError(
    'InvalidArgument',
    `ExclusiveMinimumSequenceNumber ${sequenceNumberForOrdering} used in PutRecord on stream ` +
      `${definition.streamName} under account ${scope.account} is invalid.`,
  );
}
