import { Copier } from './copier.ts';
import { jsonBytes, jsonOf, type RecordJson, unwrittenJsonBytes } from './record-json.ts';
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
/** What stands before each member of a record. */
const BEFORE_KEY = '{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":';
const BEFORE_NUMBER = Buffer.from(',"sequenceNumber":"');
const BEFORE_DATA = Buffer.from('","data":"');
const BEFORE_TIME = Buffer.from('","approximateArrivalTimestamp":');
/** How many bytes every record has of them, wherever it comes from. */
const BARE_BYTES = [BEFORE_KEY, BEFORE_NUMBER, BEFORE_DATA, BEFORE_TIME].reduce(
  (sum, { length }) => sum + length,
  0,
);

/** What there may be besides the records of an event. */
interface EventOptions {
  readonly window?: WindowInvocation | undefined;
  /** Answers where to put an event of at most so many bytes. */
  readonly memory?: ((bytes: number) => Buffer) | undefined;
}

/**
 * The event for a batch: JSON in UTF-8, its keys in the order that AWS writes them (recorded on AWS).
 * With a tumbling window it says which, and has the window's state. Each record is written to its
 * place: to join the pieces of all of them took three times as long.
 */
export function lambdaEventBytes(
  records: readonly StreamRecord[],
  identity: EventIdentity,
  { window, memory = Buffer.allocUnsafe }: EventOptions = {},
): Buffer {
  const common = commonOf(identity);
  const end = `]${window === undefined ? '' : windowMembers(identity, window)}}`;
  const jsons = records.map((record) => record.json ?? jsonOf(record));
  const recordBytes = jsons.reduce(
    (sum, json) => sum + common.bareRecordBytes + jsonBytes(json),
    0,
  );
  const bytes = memory(payloadBytes(recordBytes, windowBytes(identity, window)));
  const behindRecords = writeRecords(bytes, jsons, common);
  bytes.write(end, behindRecords);
  return bytes;
}

/** As `lambdaEventBytes`, as text. */
export function lambdaEvent(
  records: readonly StreamRecord[],
  identity: EventIdentity,
  window?: WindowInvocation,
): string {
  return lambdaEventBytes(records, identity, { window }).toString();
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

/**
 * Writes the beginning of an event and its records; answers where they end. Nothing is made of their
 * text on the way, and what is the same in each of them is written in one piece.
 */
function writeRecords(event: Buffer, jsons: readonly RecordJson[], common: Common): number {
  const [first] = jsons;
  if (!first) return event.write(BEGIN, 'latin1');
  const copier = new Copier(event, first.bytes);
  let at = copier.put(0, common.beforeFirst);
  let before = first;
  /** From the data of a record up to its `eventID`: the same for all that arrived together. */
  let behindData: Uint8Array | undefined;
  for (const json of jsons) {
    if (json !== first) at = copier.put(at, common.betweenRecords);
    if (json.bytes !== before.bytes) {
      copier.takeFrom(json.bytes);
      behindData = undefined;
    }
    before = json;
    at = copier.copy(at, json.keyAt, json.keyEnd);
    at = copier.put(at, BEFORE_NUMBER);
    at = copier.copy(at, json.numberAt, json.numberEnd);
    at = copier.put(at, BEFORE_DATA);
    at = copier.copy(at, json.dataAt, json.dataEnd);
    if (behindData) {
      at = copier.put(at, behindData);
    } else {
      const start = at;
      at = copier.put(at, BEFORE_TIME);
      at = copier.copy(at, json.timeAt, json.timeEnd);
      at = copier.put(at, common.beforeId);
      behindData = event.subarray(start, at);
    }
    at = copier.copy(at, json.numberAt, json.numberEnd);
  }
  return copier.put(at, common.behindId);
}

/** What is the same in all events of a shard, worked out once. */
interface Common {
  /** From the end of the member `kinesis` up to where the sequence number stands in `eventID`. */
  readonly beforeId: Uint8Array;
  /** From there to the end of the record. */
  readonly behindId: Uint8Array;
  /** From the beginning of an event up to the partition key of its first record. */
  readonly beforeFirst: Uint8Array;
  /** From behind the `eventID` of one record up to the partition key of the next. */
  readonly betweenRecords: Uint8Array;
  /** What a record takes in an event besides what is its own, with the comma before it. */
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
  const [beforeId, behindId] = [Buffer.from(`},${before.slice(1)}`), Buffer.from(behind)];
  const common = {
    ...{ beforeId, behindId },
    beforeFirst: Buffer.from(BEGIN + BEFORE_KEY),
    betweenRecords: Buffer.from(`${behind},${BEFORE_KEY}`),
    bareRecordBytes: ','.length + BARE_BYTES + beforeId.length + behindId.length,
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
  const ownBytes = record.json ? jsonBytes(record.json) : unwrittenJsonBytes(record);
  return commonOf(identity).bareRecordBytes + ownBytes;
}
