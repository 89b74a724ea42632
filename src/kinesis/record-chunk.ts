import { type Memory, ownMemory } from '../store/store.ts';
import type { ChunkContent } from './chunk-content.ts';
import { KinesisError } from './kinesis-error.ts';
import { type CommonOfRecords, ReadRecord, type StreamRecord } from './read-record.ts';
import { decodeForm1 } from './record-chunk-form-1.ts';
import {
  BEFORE_DATA,
  BEFORE_KEY,
  BEFORE_NUMBER,
  BEFORE_TIME,
  BEHIND_KEY,
  base64Bytes,
  ENCRYPTED,
} from './record-text.ts';

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

/** Text that JSON and UTF-8 leave as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

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
  if (PLAIN.test(partitionKey)) return { text: `${BEFORE_KEY}"${partitionKey}"${BEHIND_KEY}` };
  const text = BEFORE_KEY + JSON.stringify(partitionKey) + BEHIND_KEY;
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
  /** The same bytes: numbers are read from it several times as quickly as from a Buffer. */
  readonly #numbers: DataView;
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
    const { buffer, byteOffset, byteLength } = this.#bytes;
    this.#numbers = new DataView(buffer, byteOffset, byteLength);
    this.count = this.#numbers.getUint32(1);
    this.arrivalMs = this.#numbers.getFloat64(5);
    this.firstIndex = this.#numbers.getFloat64(13);
    this.#textsAt = HEADER_BYTES + ENTRY_BYTES * this.count;
    const isEncrypted = this.#numbers.getUint8(0) === ENCRYPTED_FORM;
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

  /** Bytes of data and partition keys of the records from `index` up to `end`, exclusive. */
  sizeOf(index: number, end: number): number {
    let bytes = 0;
    const entriesEnd = this.#entryAt(end);
    for (let at = this.#entryAt(index); at < entriesEnd; at += ENTRY_BYTES)
      bytes += this.#numbers.getUint32(at + 6) + this.#numbers.getUint16(at + 10);
    return bytes;
  }

  /** The records from `index` up to `end`, exclusive, as JSON texts with a comma behind each. */
  json(index: number, end: number): Buffer {
    return this.#bytes.subarray(this.#textAt(index), this.#textAt(end));
  }

  /** The records from `index` up to `end`, exclusive. */
  records(index: number, end: number): StreamRecord[] {
    const records: StreamRecord[] = [];
    let textAt = this.#textAt(index);
    for (let at = index; at < end; at++) {
      const textEnd = this.#textAt(at + 1);
      records.push(this.#record(at, textAt, textEnd));
      textAt = textEnd;
    }
    return records;
  }

  #record(index: number, textAt: number, textEnd: number): StreamRecord {
    const numbers = this.#numbers;
    const entryAt = this.#entryAt(index);
    const dataAt = textAt + numbers.getUint16(entryAt + 4);
    return new ReadRecord(this.#common, {
      textAt,
      dataAt,
      dataEnd: dataAt + base64Bytes(numbers.getUint32(entryAt + 6)),
      keyBytes: numbers.getUint16(entryAt + 10),
      keyEnd: textEnd - BEHIND_KEY.length,
      explicitHashKey: this.#explicitHashKey(index),
    });
  }

  #explicitHashKey(index: number): string | undefined {
    const length = this.#numbers.getUint8(this.#entryAt(index) + 12);
    if (length === 0) return undefined;
    let at = this.#textAt(this.endIndex);
    for (let before = this.firstIndex; before < index; before++) {
      at += this.#numbers.getUint8(this.#entryAt(before) + 12);
    }
    return this.#bytes.toString('latin1', at, at + length);
  }

  #textAt(index: number): number {
    if (index === this.firstIndex) return this.#textsAt;
    return this.#textsAt + this.#numbers.getUint32(this.#entryAt(index - 1));
  }

  #entryAt(index: number): number {
    return HEADER_BYTES + ENTRY_BYTES * (index - this.firstIndex);
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
