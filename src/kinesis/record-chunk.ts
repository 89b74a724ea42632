import { KinesisError } from './kinesis-error.ts';

/** What a producer sent, as it is kept. */
export interface StoredRecord {
  readonly partitionKey: string;
  readonly explicitHashKey?: string | undefined;
  readonly data: Uint8Array;
}

/** The records that one call put into one shard: they share their arrival time. */
export interface ChunkContent {
  /** Milliseconds since the Unix epoch. */
  readonly arrivalMs: number;
  /** The sequence index of the first record; the others follow without a gap. */
  readonly firstIndex: number;
  readonly records: readonly StoredRecord[];
}

/*
 * Form 1, numbers in network byte order: form (1 byte), count (4), arrival (8, floating point),
 * first index (8, floating point); for each record the lengths of its partition key (2), explicit
 * hash key (1, 0 for none) and data (4); then for each record those three, text as UTF-8.
 */
const FORM = 1;
const HEADER_BYTES = 21;
const LENGTHS_BYTES = 7;

/** Packs records into the bytes that the store keeps. */
export function encodeChunk({ arrivalMs, firstIndex, records }: ChunkContent): Uint8Array {
  const texts = records.map((record) => [
    Buffer.from(record.partitionKey, 'utf8'),
    Buffer.from(record.explicitHashKey ?? '', 'utf8'),
  ]);
  const tableBytes = HEADER_BYTES + LENGTHS_BYTES * records.length;
  const contentBytes = records.reduce(
    (sum, { data }, position) =>
      sum + data.length + texts[position]![0]!.length + texts[position]![1]!.length,
    0,
  );
  const chunk = Buffer.allocUnsafe(tableBytes + contentBytes);
  chunk.writeUInt8(FORM, 0);
  chunk.writeUInt32BE(records.length, 1);
  chunk.writeDoubleBE(arrivalMs, 5);
  chunk.writeDoubleBE(firstIndex, 13);
  let [lengthsAt, contentAt] = [HEADER_BYTES, tableBytes];
  for (const [position, { data }] of records.entries()) {
    const [partitionKey, explicitHashKey] = texts[position] as [Buffer, Buffer];
    chunk.writeUInt16BE(partitionKey.length, lengthsAt);
    chunk.writeUInt8(explicitHashKey.length, lengthsAt + 2);
    chunk.writeUInt32BE(data.length, lengthsAt + 3);
    lengthsAt += LENGTHS_BYTES;
    for (const part of [partitionKey, explicitHashKey, data]) {
      chunk.set(part, contentAt);
      contentAt += part.length;
    }
  }
  return chunk;
}

/** A chunk as it is read: the header at once, the records only when they are asked for. */
export class RecordChunk {
  readonly count: number;
  /** Milliseconds since the Unix epoch. */
  readonly arrivalMs: number;
  /** The sequence index of the first record. */
  readonly firstIndex: number;
  readonly #bytes: Buffer;

  /** @throws KinesisError ForeignData when another version wrote the chunk in another form */
  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const form = this.#bytes.readUInt8(0);
    if (form !== FORM) {
      throw new KinesisError('ForeignData', `Records in form ${form} cannot be read here.`);
    }
    this.count = this.#bytes.readUInt32BE(1);
    this.arrivalMs = this.#bytes.readDoubleBE(5);
    this.firstIndex = this.#bytes.readDoubleBE(13);
  }

  /** The sequence index that follows the last record. */
  get endIndex(): number {
    return this.firstIndex + this.count;
  }

  /** The records from sequence index `fromIndex` on. Their data are views of the chunk. */
  *records(fromIndex = this.firstIndex): Iterable<StoredRecord & { readonly index: number }> {
    let contentAt = HEADER_BYTES + LENGTHS_BYTES * this.count;
    for (let position = 0; position < this.count; position++) {
      const lengthsAt = HEADER_BYTES + LENGTHS_BYTES * position;
      const explicitAt = contentAt + this.#bytes.readUInt16BE(lengthsAt);
      const dataAt = explicitAt + this.#bytes.readUInt8(lengthsAt + 2);
      const end = dataAt + this.#bytes.readUInt32BE(lengthsAt + 3);
      const partitionKeyAt = contentAt;
      contentAt = end;
      if (this.firstIndex + position < fromIndex) continue;
      yield {
        index: this.firstIndex + position,
        partitionKey: this.#bytes.toString('utf8', partitionKeyAt, explicitAt),
        explicitHashKey:
          explicitAt === dataAt ? undefined : this.#bytes.toString('utf8', explicitAt, dataAt),
        data: this.#bytes.subarray(dataAt, end),
      };
    }
  }
}
