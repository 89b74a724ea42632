import type { StreamRecord } from './stream-record.ts';
import { type WindowInvocation, windowText } from './tumbling-window.ts';

/** The most that a synchronous invocation carries: 6 MB (Lambda developer guide, quotas). */
export const MAXIMUM_PAYLOAD_BYTES = 6 * 1024 * 1024;

/** What all records of one shard have in common in the event that the function is given. */
export interface EventIdentity {
  readonly eventSourceArn: string;
  readonly shardId: string;
  readonly region: string;
  /** The role of the function, with which the mapping reads the stream. */
  readonly invokeIdentityArn: string;
}

const BEGIN = '{"Records":[';
const BEFORE_KEY = '{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":';
const BEFORE_NUMBER = ',"sequenceNumber":"';
const BEFORE_DATA = '","data":"';
const BEFORE_TIME = '","approximateArrivalTimestamp":';
/** What every record has in its event, wherever it comes from. */
const BARE_PIECES = `${BEFORE_KEY}""${BEFORE_NUMBER}${BEFORE_DATA}${BEFORE_TIME}`;

/**
 * The event for a batch: JSON in UTF-8, its keys in the order that AWS writes them (recorded on AWS).
 * With a tumbling window it says which, and has the window's state. Each record is written to its
 * place: to join the pieces of all of them took three times as long.
 */
export function lambdaEventBytes(
  records: readonly StreamRecord[],
  identity: EventIdentity,
  window?: WindowInvocation,
): Uint8Array {
  const common = commonOf(identity);
  const end = `]${window === undefined ? '' : windowMembers(identity, window)}}`;
  const recordBytes = records.reduce((sum, record) => sum + mostBytes(record, common), 0);
  const bytes = Buffer.allocUnsafe(payloadBytes(recordBytes, windowBytes(identity, window)));
  let at = bytes.write(BEGIN, 'latin1');
  for (const record of records) {
    if (at > BEGIN.length) at += bytes.write(',', at, 'latin1');
    at = writeRecord(bytes, at, { record, common });
  }
  at += bytes.write(end, at);
  return bytes.subarray(0, at);
}

/** As `lambdaEventBytes`, as text. */
export function lambdaEvent(
  records: readonly StreamRecord[],
  identity: EventIdentity,
  window?: WindowInvocation,
): string {
  const { buffer, byteOffset, byteLength } = lambdaEventBytes(records, identity, window);
  return Buffer.from(buffer, byteOffset, byteLength).toString();
}

function windowMembers(identity: EventIdentity, window: WindowInvocation): string {
  const { state, isFinalInvokeForWindow, isWindowTerminatedEarly } = window;
  const place = { shardId: identity.shardId, eventSourceARN: identity.eventSourceArn };
  const before = JSON.stringify({ ...place, window: windowText(window) });
  const after = JSON.stringify({ isFinalInvokeForWindow, isWindowTerminatedEarly });
  // The state is JSON text already.
  return `,${before.slice(1, -1)},"state":${state},${after.slice(1, -1)}`;
}

const NO_WINDOW: WindowInvocation = {
  startMs: 0,
  endMs: 0,
  state: '',
  isFinalInvokeForWindow: false,
  isWindowTerminatedEarly: false,
};

/** What a tumbling window adds to an event. Its times are always of the same length. */
export function windowBytes(identity: EventIdentity, window: WindowInvocation | undefined): number {
  if (window === undefined) return 0;
  const { state, isFinalInvokeForWindow, isWindowTerminatedEarly } = window;
  // `true` is shorter than `false`.
  const shorter = Number(isFinalInvokeForWindow) + Number(isWindowTerminatedEarly);
  return commonOf(identity).bareWindowBytes + Buffer.byteLength(state) - shorter;
}

/** Writes a record from `at` on; answers where it ends. */
function writeRecord(
  bytes: Buffer,
  at: number,
  { record, common }: { record: StreamRecord; common: Common },
): number {
  const { sequenceNumber, partitionKey, approximateArrivalTimestamp } = record;
  const isPlain = isPlainText(partitionKey);
  const text =
    BEFORE_KEY +
    (isPlain ? `"${partitionKey}"` : JSON.stringify(partitionKey)) +
    BEFORE_NUMBER +
    sequenceNumber +
    BEFORE_DATA +
    base64Of(record) +
    BEFORE_TIME +
    approximateArrivalTimestamp / 1000 +
    common.beforeId +
    sequenceNumber;
  // Text that is known to be ASCII is copied; any other must be looked at sign by sign.
  const behind = at + bytes.write(text, at, isPlain ? 'latin1' : 'utf8');
  bytes.set(common.behindId, behind);
  return behind + common.behindId.length;
}

/** Text that JSON and UTF-8 leave as it is. */
const isPlainText = (text: string) => /^[ !#-[\]-~]*$/.test(text);

function base64Of(record: StreamRecord): string {
  // Data that the stream has as text need not be decoded.
  return record.base64 ?? encoded(record.data);
}

const encoded = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

/** What is the same in all events of a shard, worked out once. */
interface Common {
  /** From the end of the member `kinesis` up to where the sequence number stands in `eventID`. */
  readonly beforeId: string;
  /** From there to the end of the record. */
  readonly behindId: Uint8Array;
  /** What a record takes in an event besides what is its own. */
  readonly bareRecordBytes: number;
  /** What a window adds to an event but for the state, with both flags false. */
  readonly bareWindowBytes: number;
}

const commons = new WeakMap<EventIdentity, Common>();

function commonOf(identity: EventIdentity): Common {
  const known = commons.get(identity);
  if (known) return known;
  const text = JSON.stringify({
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${identity.shardId}:\n`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: identity.invokeIdentityArn,
    awsRegion: identity.region,
    eventSourceARN: identity.eventSourceArn,
  });
  const [before = '', behind = ''] = text.split('\\n');
  const beforeId = `},${before.slice(1)}`;
  const behindId = Buffer.from(behind);
  const common = {
    ...{ beforeId, behindId },
    bareRecordBytes: BARE_PIECES.length + beforeId.length + behindId.length,
    bareWindowBytes: Buffer.byteLength(windowMembers(identity, NO_WINDOW)),
  };
  commons.set(identity, common);
  return common;
}

/** What an event takes beyond its records and the commas between them. */
const EMPTY_EVENT_BYTES = `${BEGIN}]}`.length;

/**
 * How many of `records`, from the first on, fit into one event; 0 when the first alone does not.
 * Counted on the event as it is sent, Base64, `extraBytes` for a tumbling window and all, as AWS does.
 */
export function countThatFits(
  records: readonly StreamRecord[],
  identity: EventIdentity,
  extraBytes = 0,
): number {
  let bytes = 0;
  for (const [index, record] of records.entries()) {
    bytes += eventBytes(record, identity);
    if (payloadBytes(bytes, extraBytes) > MAXIMUM_PAYLOAD_BYTES) return index;
  }
  return records.length;
}

/** What an event takes whose records take `recordBytes` by `eventBytes`. */
export function payloadBytes(recordBytes: number, extraBytes: number): number {
  return EMPTY_EVENT_BYTES + extraBytes + Math.max(0, recordBytes - 1);
}

/** What a record takes in the event, with the comma before it. */
export function eventBytes(record: StreamRecord, identity: EventIdentity): number {
  return 1 + commonOf(identity).bareRecordBytes + ownBytes(record);
}

/** No less than `eventBytes`, sooner said: any character of a key may have to be escaped. */
function mostBytes(record: StreamRecord, common: Common): number {
  const { partitionKey, sequenceNumber } = record;
  const keyBytes = LONGEST_ESCAPE * partitionKey.length;
  const ownBytes = keyBytes + 2 * sequenceNumber.length + base64Bytes(record) + LONGEST_TIME;
  return 1 + common.bareRecordBytes + ownBytes;
}

/** `\u0000`: no character of a text takes more in JSON. */
const LONGEST_ESCAPE = 6;
/** Of a time that is a safe integer of milliseconds. */
const LONGEST_TIME = 17;

const base64Bytes = (record: StreamRecord) =>
  record.base64?.length ?? 4 * Math.ceil(record.data.byteLength / 3);

/** What is a record's own in an event. */
function ownBytes(record: StreamRecord): number {
  const { partitionKey, sequenceNumber, approximateArrivalTimestamp } = record;
  return (
    (isPlainText(partitionKey) ? partitionKey.length : escapedBytes(partitionKey)) +
    2 * sequenceNumber.length +
    base64Bytes(record) +
    secondsLength(approximateArrivalTimestamp)
  );
}

/** How long a time is as text in seconds, without writing it. */
function secondsLength(ms: number): number {
  const fraction = ms % 1000;
  let length = fraction === 0 ? 1 : fraction % 100 === 0 ? 3 : fraction % 10 === 0 ? 4 : 5;
  for (let bound = 10_000; ms >= bound; bound *= 10) length++;
  return length;
}

const escapedBytes = (text: string) =>
  Buffer.byteLength(JSON.stringify(text)) - Buffer.byteLength('""');
