import { createHash } from 'node:crypto';

/*
 * What the Kinesis Producer Library sends when it puts many records of a user into one (its public
 * aggregation format): four magic bytes, a Protocol Buffers message, and the MD5 sum of that
 * message. The message:
 *
 *   AggregatedRecord  1: partition keys, repeated text   2: explicit hash keys, repeated text
 *                     3: records, repeated Record
 *   Record            1: index of its partition key      2: index of its explicit hash key, optional
 *                     3: data, bytes                     4: tags, which nobody writes
 */
const MAGIC = Buffer.from([0xf3, 0x89, 0x9a, 0xc2]);
const MD5_BYTES = 16;
const MOST_KEY_CHARACTERS = 256;

/** A record as a user of the Kinesis Producer Library put it. */
export interface InnerRecord {
  readonly partitionKey: string;
  readonly explicitHashKey?: string;
  /** A view of the aggregate's data. */
  readonly data: Uint8Array;
}

/** The hash keys of a shard, both ends included, as decimal numbers. */
export interface ShardHashKeys {
  readonly starting: string;
  readonly ending: string;
}

/**
 * The records inside an aggregate of the Kinesis Producer Library, in their order; undefined for a
 * record that is none and is to be passed on as it is. That is also what AWS was observed to do
 * with an aggregate whose checksum is wrong or that is too short, and with one that holds an
 * explicit hash key outside the shard's, as is found after a shard was split. An aggregate that
 * cannot be read or is empty is passed on too, so that nothing is lost.
 */
export function expandAggregate(
  record: { readonly data: Uint8Array; readonly partitionKey: string },
  shardHashKeys?: ShardHashKeys,
): InnerRecord[] | undefined {
  const message = messageOf(record.data);
  if (!message) return undefined;
  try {
    const records = readAggregate(message);
    const isOurs = records.every(({ explicitHashKey }) => isWithin(explicitHashKey, shardHashKeys));
    return isOurs && records.length > 0 ? records : undefined;
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

/** The message between magic bytes and checksum, if both are right. */
function messageOf(data: Uint8Array): Uint8Array | undefined {
  if (data.length <= MAGIC.length + MD5_BYTES) return undefined;
  if (!MAGIC.equals(data.subarray(0, MAGIC.length))) return undefined;
  const message = data.subarray(MAGIC.length, -MD5_BYTES);
  const sum = createHash('md5').update(message).digest();
  return sum.equals(data.subarray(-MD5_BYTES)) ? message : undefined;
}

function isWithin(explicitHashKey: string | undefined, shard: ShardHashKeys | undefined): boolean {
  if (explicitHashKey === undefined) return true;
  if (!/^\d{1,39}$/.test(explicitHashKey)) return false;
  if (!shard) return true;
  const hashKey = BigInt(explicitHashKey);
  return hashKey >= BigInt(shard.starting) && hashKey <= BigInt(shard.ending);
}

function readAggregate(message: Uint8Array): InnerRecord[] {
  const partitionKeys: string[] = [];
  const explicitHashKeys: string[] = [];
  const records: Uint8Array[] = [];
  for (const { number, value } of fieldsOf(message)) {
    if (number === 1) partitionKeys.push(partitionKeyOf(value));
    else if (number === 2) explicitHashKeys.push(textOf(value));
    else if (number === 3) records.push(bytesOf(value));
  }
  // Only now: the tables may stand behind the records.
  return records.map((bytes) => readRecord(bytes, partitionKeys, explicitHashKeys));
}

function readRecord(
  message: Uint8Array,
  partitionKeys: readonly string[],
  explicitHashKeys: readonly string[],
): InnerRecord {
  let [partitionKey, explicitHashKey]: (string | undefined)[] = [];
  let data: Uint8Array | undefined;
  for (const { number, value } of fieldsOf(message)) {
    if (number === 1) partitionKey = entryOf(partitionKeys, value);
    else if (number === 2) explicitHashKey = entryOf(explicitHashKeys, value);
    else if (number === 3) data = bytesOf(value);
  }
  if (partitionKey === undefined || data === undefined) throw new Malformed();
  return explicitHashKey === undefined
    ? { partitionKey, data }
    : { partitionKey, explicitHashKey, data };
}

/** Thrown inside this file only, for a message that is not what it should be. */
class Malformed extends Error {}

type FieldValue = number | Uint8Array;

/** The fields of a message in their order; those of fixed width are passed over. */
function* fieldsOf(message: Uint8Array): Iterable<{ number: number; value: FieldValue }> {
  let at = 0;
  const varint = (): number => {
    let [value, scale] = [0, 1];
    // Ten bytes are the longest that a number of 64 bits takes.
    for (let count = 0; count < 10; count++) {
      const byte = message[at++];
      if (byte === undefined) throw new Malformed();
      // Past 53 bits the value is inexact, and too great for whatever it is compared with.
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
    throw new Malformed();
  };
  const bytes = (length: number): Uint8Array => {
    const end = at + length;
    if (end > message.length) throw new Malformed();
    const value = message.subarray(at, end);
    at = end;
    return value;
  };
  while (at < message.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        yield { number, value: varint() };
        break;
      case 1:
        bytes(8);
        break;
      case 2:
        yield { number, value: bytes(varint()) };
        break;
      case 5:
        bytes(4);
        break;
      default:
        throw new Malformed();
    }
  }
}

function entryOf(table: readonly string[], index: FieldValue): string {
  const entry = typeof index === 'number' ? table[index] : undefined;
  if (entry === undefined) throw new Malformed();
  return entry;
}

function bytesOf(value: FieldValue): Uint8Array {
  if (typeof value === 'number') throw new Malformed();
  return value;
}

function textOf(value: FieldValue): string {
  const bytes = bytesOf(value);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}

/** A longer key cannot have been meant for Kinesis, and repeated it would fill the memory. */
function partitionKeyOf(value: FieldValue): string {
  if (bytesOf(value).length > 4 * MOST_KEY_CHARACTERS) throw new Malformed();
  const key = textOf(value);
  if (key.length < 1 || key.length > MOST_KEY_CHARACTERS) throw new Malformed();
  return key;
}
