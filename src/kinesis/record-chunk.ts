import { type Memory, ownMemory } from '../store/store.ts';
import type { ChunkContent, StoredRecord } from './chunk-content.ts';
import { KinesisError } from './kinesis-error.ts';
import { decodeForm1 } from './record-chunk-form-1.ts';

/** A record as consumers get it. */
export interface StreamRecord extends StoredRecord {
  readonly sequenceNumber: string;
  /** The data as Base64 text, as it is kept. */
  readonly base64: string;
  /** Milliseconds since the Unix epoch. */
  readonly approximateArrivalTimestamp: number;
  /** Set where the stream was encrypted when it arrived. */
  readonly encryptionType?: 'KMS' | undefined;
  /** Its members as the text that is kept. */
  readonly json: RecordJson;
}

/**
 * JSON text in UTF-8 that has the members of a record: where the text of each begins in `bytes`, and
 * where it ends. The arrival time is in seconds; the partition key has its quotation marks.
 */
interface RecordJson {
  readonly bytes: Buffer;
  readonly numberAt: number;
  readonly numberEnd: number;
  readonly timeAt: number;
  readonly timeEnd: number;
  readonly dataAt: number;
  readonly dataEnd: number;
  readonly keyAt: number;
  readonly keyEnd: number;
}

/** The sequence number of the record at a sequence index of a shard. */
export type NumberAt = (index: number, arrivalMs: number) => string;

/*
 * Form 2. A record is kept as the JSON text in which GetRecords answers it, because that is read far
 * more often than it is written: a page of records is then a copy of bytes (from their parts, a page
 * of 10,000 records of 100 bytes took 40 ms, and takes 4). Numbers in network byte order.
 *
 * Header: form (1), count (4), arrival (8, floating point), first index (8, floating point).
 * Table, for each record: where its text ends, counted from the first text (4), where
 * its data begins, counted from its text (2), bytes of its data (4), of its partition key (2), of its
 * explicit hash key (1, 0 for none). Then the texts with a comma behind each; then the explicit hash
 * keys. Form 3 is the same, of records that were said to be encrypted: their texts tell so.
 */
const FORM = 2;
const ENCRYPTED_FORM = 3;
const HEADER_BYTES = 21;
const ENTRY_BYTES = 13;

const BEFORE_NUMBER = '{"SequenceNumber":"';
const BEFORE_TIME = '","ApproximateArrivalTimestamp":';
const ENCRYPTED = ',"EncryptionType":"KMS"';
const BEFORE_DATA = ',"Data":"';
const BEFORE_KEY = '","PartitionKey":';
const BEHIND_KEY = '},';

/** Text that JSON and UTF-8 leave as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

const base64Bytes = (dataBytes: number) => 4 * Math.ceil(dataBytes / 3);

/**
 * Packs records into the bytes that the store keeps, in `memory`; `numbers` has their sequence
 * numbers.
 */
export function encodeChunk(
  { arrivalMs, firstIndex, records, encryptionType }: ChunkContent,
  numbers: readonly string[],
  memory: Memory = ownMemory,
): Uint8Array {
  const encrypted = encryptionType ? ENCRYPTED : '';
  const time = `${BEFORE_TIME}${arrivalMs / 1000}${encrypted}${BEFORE_DATA}`;
  const heads = numbers.map((number) => `${BEFORE_NUMBER}${number}${time}`);
  const tails = records.map(({ partitionKey }) => tailOf(partitionKey));
  const tableBytes = HEADER_BYTES + ENTRY_BYTES * records.length;
  let textBytes = 0;
  let explicitBytes = 0;
  for (const [position, { data, explicitHashKey = '' }] of records.entries()) {
    const { text, bytes } = tails[position] as Tail;
    textBytes += (heads[position] as string).length + base64Bytes(data.length);
    textBytes += bytes === undefined ? text.length : Buffer.byteLength(text);
    explicitBytes += explicitHashKey.length;
  }
  const chunk = memory(tableBytes + textBytes + explicitBytes);
  chunk.writeUInt8(encryptionType ? ENCRYPTED_FORM : FORM, 0);
  chunk.writeUInt32BE(records.length, 1);
  chunk.writeDoubleBE(arrivalMs, 5);
  chunk.writeDoubleBE(firstIndex, 13);
  let [entryAt, at, explicitAt] = [HEADER_BYTES, tableBytes, tableBytes + textBytes];
  for (const [position, record] of records.entries()) {
    const { data, base64 = base64Of(data), explicitHashKey = '', partitionKey } = record;
    const head = heads[position] as string;
    const { text, bytes } = tails[position] as Tail;
    at += chunk.write(head, at, 'latin1');
    at += chunk.write(base64, at, 'latin1');
    at += chunk.write(text, at, bytes === undefined ? 'latin1' : 'utf8');
    chunk.writeUInt32BE(at - tableBytes, entryAt);
    chunk.writeUInt16BE(head.length, entryAt + 4);
    chunk.writeUInt32BE(data.length, entryAt + 6);
    chunk.writeUInt16BE(bytes ?? partitionKey.length, entryAt + 10);
    chunk.writeUInt8(explicitHashKey.length, entryAt + 12);
    entryAt += ENTRY_BYTES;
    explicitAt += chunk.write(explicitHashKey, explicitAt, 'latin1');
  }
  return chunk;
}

/** What follows the data; `bytes` of the partition key only where they are not its length. */
interface Tail {
  readonly text: string;
  readonly bytes?: number;
}

function tailOf(partitionKey: string): Tail {
  if (PLAIN.test(partitionKey)) return { text: `${BEFORE_KEY}"${partitionKey}"},` };
  const text = `${BEFORE_KEY}${JSON.stringify(partitionKey)}},`;
  return { text, bytes: Buffer.byteLength(partitionKey) };
}

/** A chunk as it is read: the header at once, the records only when they are asked for. */
export class RecordChunk {
  readonly count: number;
  /** Milliseconds since the Unix epoch. */
  readonly arrivalMs: number;
  /** The sequence index of the first record. */
  readonly firstIndex: number;
  readonly #bytes: Buffer;
  readonly #textsAt: number;
  readonly #common: CommonOfRecords;

  /**
   * @param numberAt tells the sequence numbers of an older form, which did not keep them
   * @throws KinesisError ForeignData when another version wrote the chunk in another form
   */
  constructor(bytes: Uint8Array, numberAt: NumberAt) {
    this.#bytes = inThisForm(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      numberAt,
    );
    this.count = this.#bytes.readUInt32BE(1);
    this.arrivalMs = this.#bytes.readDoubleBE(5);
    this.firstIndex = this.#bytes.readDoubleBE(13);
    this.#textsAt = HEADER_BYTES + ENTRY_BYTES * this.count;
    const isEncrypted = this.#bytes.readUInt8(0) === ENCRYPTED_FORM;
    this.#common = {
      bytes: this.#bytes,
      arrivalMs: this.arrivalMs,
      timeBytes: String(this.arrivalMs / 1000).length,
      encryptionType: isEncrypted ? 'KMS' : undefined,
    };
  }

  /** The sequence index that follows the last record. */
  get endIndex(): number {
    return this.firstIndex + this.count;
  }

  /** Bytes of data and partition key of the record at a sequence index. */
  sizeAt(index: number): number {
    const entryAt = this.#entryAt(index);
    return this.#bytes.readUInt32BE(entryAt + 6) + this.#bytes.readUInt16BE(entryAt + 10);
  }

  /** Bytes of data and partition keys of the records from `index` up to `end`, exclusive. */
  sizeOf(index: number, end: number): number {
    const { buffer, byteOffset } = this.#bytes;
    const start = this.#entryAt(index);
    // So many of them are read at a time that this is eight times as fast as a call for each.
    const entries = new DataView(buffer, byteOffset + start, this.#entryAt(end) - start);
    let bytes = 0;
    for (let at = 0; at < entries.byteLength; at += ENTRY_BYTES)
      bytes += entries.getUint32(at + 6) + entries.getUint16(at + 10);
    return bytes;
  }

  /** The records from `index` up to `end`, exclusive, as JSON texts with a comma behind each. */
  json(index: number, end: number): Buffer {
    return this.#bytes.subarray(this.#textAt(index), this.#textAt(end));
  }

  /** The records from `index` up to `end`, exclusive. */
  records(index: number, end: number): StreamRecord[] {
    const records: StreamRecord[] = [];
    for (let at = index; at < end; at++) records.push(this.#record(at));
    return records;
  }

  #record(index: number): StreamRecord {
    const entryAt = this.#entryAt(index);
    const textAt = this.#textAt(index);
    const dataAt = textAt + this.#bytes.readUInt16BE(entryAt + 4);
    return new ReadRecord(this.#common, {
      textAt,
      dataAt,
      dataEnd: dataAt + base64Bytes(this.#bytes.readUInt32BE(entryAt + 6)),
      keyBytes: this.#bytes.readUInt16BE(entryAt + 10),
      keyEnd: this.#textAt(index + 1) - BEHIND_KEY.length,
      explicitHashKey: this.#explicitHashKey(index),
    });
  }

  #explicitHashKey(index: number): string | undefined {
    const length = this.#bytes.readUInt8(this.#entryAt(index) + 12);
    if (length === 0) return undefined;
    let at = this.#textAt(this.endIndex);
    for (let before = this.firstIndex; before < index; before++) {
      at += this.#bytes.readUInt8(this.#entryAt(before) + 12);
    }
    return this.#bytes.toString('latin1', at, at + length);
  }

  #textAt(index: number): number {
    if (index === this.firstIndex) return this.#textsAt;
    return this.#textsAt + this.#bytes.readUInt32BE(this.#entryAt(index - 1));
  }

  #entryAt(index: number): number {
    return HEADER_BYTES + ENTRY_BYTES * (index - this.firstIndex);
  }
}

/** What the records of a chunk have in common. */
interface CommonOfRecords {
  readonly bytes: Buffer;
  readonly arrivalMs: number;
  /** How long the arrival time is as text. */
  readonly timeBytes: number;
  readonly encryptionType: 'KMS' | undefined;
}

/** Where a record stands in the bytes of its chunk, and what is not told by its text. */
interface PlaceInChunk {
  readonly textAt: number;
  readonly dataAt: number;
  readonly dataEnd: number;
  /** Of the partition key, when nothing is escaped in it. */
  readonly keyBytes: number;
  readonly keyEnd: number;
  readonly explicitHashKey: string | undefined;
}

/**
 * A record that was read. It stays in its chunk, and its members are made when somebody looks at them:
 * most records go on to a function as the text that they are kept as.
 */
class ReadRecord implements StreamRecord, RecordJson {
  readonly #common: CommonOfRecords;
  readonly #textAt: number;
  readonly #keyBytes: number;
  readonly dataAt: number;
  readonly dataEnd: number;
  readonly keyEnd: number;
  readonly explicitHashKey: string | undefined;
  #sequenceNumber: string | undefined;
  #data: Uint8Array | undefined;

  constructor(common: CommonOfRecords, place: PlaceInChunk) {
    this.#common = common;
    this.#textAt = place.textAt;
    this.#keyBytes = place.keyBytes;
    this.dataAt = place.dataAt;
    this.dataEnd = place.dataEnd;
    this.keyEnd = place.keyEnd;
    this.explicitHashKey = place.explicitHashKey;
  }

  get json(): RecordJson {
    return this;
  }

  get bytes(): Buffer {
    return this.#common.bytes;
  }

  get numberAt(): number {
    return this.#textAt + BEFORE_NUMBER.length;
  }

  get numberEnd(): number {
    return this.timeAt - BEFORE_TIME.length;
  }

  get timeAt(): number {
    return this.timeEnd - this.#common.timeBytes;
  }

  get timeEnd(): number {
    const encrypted = this.#common.encryptionType ? ENCRYPTED : '';
    return this.dataAt - BEFORE_DATA.length - encrypted.length;
  }

  get keyAt(): number {
    return this.dataEnd + BEFORE_KEY.length;
  }

  get sequenceNumber(): string {
    this.#sequenceNumber ??= this.bytes.toString('latin1', this.numberAt, this.numberEnd);
    return this.#sequenceNumber;
  }

  get partitionKey(): string {
    const { bytes, keyAt, keyEnd } = this;
    // As many bytes in JSON as without: nothing is escaped.
    return this.#keyBytes === keyEnd - keyAt - 2
      ? bytes.toString('utf8', keyAt + 1, keyEnd - 1)
      : JSON.parse(bytes.toString('utf8', keyAt, keyEnd));
  }

  get base64(): string {
    return this.bytes.toString('latin1', this.dataAt, this.dataEnd);
  }

  get data(): Uint8Array {
    this.#data ??= Buffer.from(this.base64, 'base64');
    return this.#data;
  }

  get approximateArrivalTimestamp(): number {
    return this.#common.arrivalMs;
  }

  get encryptionType(): 'KMS' | undefined {
    return this.#common.encryptionType;
  }
}

function inThisForm(bytes: Buffer, numberAt: NumberAt): Buffer {
  const form = bytes.readUInt8(0);
  if (form === FORM || form === ENCRYPTED_FORM) return bytes;
  if (form !== 1) {
    throw new KinesisError('ForeignData', `Records in form ${form} cannot be read here.`);
  }
  const content = decodeForm1(bytes);
  const { records, firstIndex, arrivalMs } = content;
  const numbers = records.map((_, position) => numberAt(firstIndex + position, arrivalMs));
  return encodeChunk(content, numbers) as Buffer;
}

function base64Of(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
}
