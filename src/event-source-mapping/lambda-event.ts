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
  const common = commonOf(identity);
  const texts = records.map((record) => common.prepared.get(record) ?? textOf(record, common));
  const extras = window === undefined ? '' : windowMembers(identity, window);
  return `{"Records":[${texts.join(',')}]${extras}}`;
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

/** Writes what records will be in an event, so that the event is there sooner. */
export function prepareEvent(records: readonly StreamRecord[], identity: EventIdentity): void {
  const common = commonOf(identity);
  for (const record of records) common.prepared.set(record, textOf(record, common));
}

/** Written by hand: by way of an object it took three times as long. */
function textOf(record: StreamRecord, { beforeId, behindId }: Frame): string {
  const { sequenceNumber, partitionKey, approximateArrivalTimestamp } = record;
  return (
    `{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":${JSON.stringify(partitionKey)},` +
    `"sequenceNumber":"${sequenceNumber}","data":"${base64Of(record)}",` +
    `"approximateArrivalTimestamp":${approximateArrivalTimestamp / 1000}},` +
    `${beforeId}${sequenceNumber}${behindId}`
  );
}

function base64Of({ base64, data }: StreamRecord): string {
  return base64 ?? Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
}

/** What is the same in every record of an event. */
interface Frame {
  /** From behind the member `kinesis` up to where the sequence number stands in `eventID`. */
  readonly beforeId: string;
  readonly behindId: string;
}

/** What is worked out once for all events of a shard. */
interface Common extends Frame {
  /** What a record takes in an event besides what is its own. */
  readonly bareRecordBytes: number;
  /** What a window adds to an event but for the state, with both flags false. */
  readonly bareWindowBytes: number;
  /** Texts of records that were written before they were needed. */
  readonly prepared: WeakMap<StreamRecord, string>;
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
  const frame = { beforeId: before.slice(1), behindId };
  const common = {
    ...frame,
    bareRecordBytes: Buffer.byteLength(textOf(NOTHING, frame)) - Buffer.byteLength('0'),
    bareWindowBytes: Buffer.byteLength(windowMembers(identity, NO_WINDOW)),
    prepared: new WeakMap<StreamRecord, string>(),
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
  const { prepared, bareRecordBytes } = commonOf(identity);
  const text = prepared.get(record);
  return 1 + (text === undefined ? bareRecordBytes + ownBytes(record) : Buffer.byteLength(text));
}

const NOTHING: StreamRecord = {
  sequenceNumber: '',
  partitionKey: '',
  data: new Uint8Array(),
  approximateArrivalTimestamp: 0,
};

function ownBytes(record: StreamRecord): number {
  return (
    Buffer.byteLength(JSON.stringify(record.partitionKey)) -
    Buffer.byteLength('""') +
    2 * record.sequenceNumber.length +
    (record.base64?.length ?? 4 * Math.ceil(record.data.byteLength / 3)) +
    String(record.approximateArrivalTimestamp / 1000).length
  );
}
