import { isAscii } from 'node:buffer';
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

/**
 * The event for a batch: JSON, its keys in the order that AWS writes them (recorded on AWS). With a
 * tumbling window it says which, and has the window's state.
 */
export function lambdaEvent(
  records: readonly StreamRecord[],
  identity: EventIdentity,
  window?: WindowInvocation,
): string {
  const frame = commonOf(identity);
  const pieces = ['{"Records":['];
  for (const [index, record] of records.entries()) {
    if (index > 0) pieces.push(',');
    addRecord(pieces, record, frame);
  }
  pieces.push(']', window === undefined ? '' : windowMembers(identity, window), '}');
  return pieces.join('');
}

/** As `lambdaEvent`, in bytes. */
export function lambdaEventBytes(
  records: readonly StreamRecord[],
  identity: EventIdentity,
  window?: WindowInvocation,
): Uint8Array {
  // Text that is known to be ASCII is copied; any other must be looked at sign by sign, twice.
  const isPlain =
    window === undefined &&
    commonOf(identity).isAscii &&
    records.every((record) => isPlainText(record.partitionKey));
  return Buffer.from(lambdaEvent(records, identity, window), isPlain ? 'latin1' : 'utf8');
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

/** In pieces, to be joined with those of all records: as a text of its own it took twice as long. */
function addRecord(pieces: string[], record: StreamRecord, { beforeId, behindId }: Frame): void {
  const { sequenceNumber, partitionKey, approximateArrivalTimestamp } = record;
  pieces.push(
    '{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":',
    jsonOf(partitionKey),
    ',"sequenceNumber":"',
    sequenceNumber,
    '","data":"',
    base64Of(record),
    '","approximateArrivalTimestamp":',
    String(approximateArrivalTimestamp / 1000),
    beforeId,
    sequenceNumber,
    behindId,
  );
}

/** Text that JSON and UTF-8 leave as it is. */
const isPlainText = (text: string) => /^[ !#-[\]-~]*$/.test(text);

const jsonOf = (text: string) => (isPlainText(text) ? `"${text}"` : JSON.stringify(text));

function base64Of(record: StreamRecord): string {
  // Data that the stream has as text need not be decoded.
  return record.base64 ?? encoded(record.data);
}

const encoded = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

/** What is the same in every record of an event. */
interface Frame {
  /** From the end of the member `kinesis` up to where the sequence number stands in `eventID`. */
  readonly beforeId: string;
  readonly behindId: string;
}

/** What is worked out once for all events of a shard. */
interface Common extends Frame {
  /** Whether what all records have in common is: a template may name a role as it likes. */
  readonly isAscii: boolean;
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
  const [before = '', behindId = ''] = text.split('\\n');
  const frame = { beforeId: `},${before.slice(1)}`, behindId };
  const common = {
    ...frame,
    isAscii: isAscii(Buffer.from(text)),
    bareRecordBytes: bareBytes(frame),
    bareWindowBytes: Buffer.byteLength(windowMembers(identity, NO_WINDOW)),
  };
  commons.set(identity, common);
  return common;
}

/** What an event takes beyond its records and the commas between them. */
const EMPTY_EVENT_BYTES = Buffer.byteLength('{"Records":[]}');

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

/** What a record takes of which nothing is known. */
function bareBytes(frame: Frame): number {
  const pieces: string[] = [];
  addRecord(pieces, NOTHING, frame);
  return Buffer.byteLength(pieces.join('')) - ownBytes(NOTHING);
}

const NOTHING: StreamRecord = {
  sequenceNumber: '',
  partitionKey: '',
  data: new Uint8Array(),
  approximateArrivalTimestamp: 0,
};

/** What is a record's own in an event. */
function ownBytes(record: StreamRecord): number {
  const { partitionKey, sequenceNumber, approximateArrivalTimestamp } = record;
  return (
    (isPlainText(partitionKey) ? partitionKey.length : escapedBytes(partitionKey)) +
    2 * sequenceNumber.length +
    (record.base64?.length ?? 4 * Math.ceil(record.data.byteLength / 3)) +
    secondsLength(approximateArrivalTimestamp)
  );
}

/** How long a time is as text in seconds, without writing it. */
function secondsLength(ms: number): number {
  const fraction = ms % 1000;
  let length = fraction === 0 ? 1 : fraction % 100 === 0 ? 3 : fraction % 10 === 0 ? 4 : 5;
  for (let rest = ms; rest >= 10_000; rest /= 10) length++;
  return length;
}

const escapedBytes = (text: string) =>
  Buffer.byteLength(JSON.stringify(text)) - Buffer.byteLength('""');
