import type { Scope } from '../aws/scope.ts';
import type { Key, Reader, Transaction } from '../store/store.ts';

/** A log group as it is kept. Times are epoch milliseconds. */
export interface GroupEntry {
  readonly name: string;
  readonly creationTime: number;
  /** Events older than this are gone; absent: they are kept for ever. */
  readonly retentionInDays?: number;
  readonly storedBytes: number;
  /** The number that the group's next event gets. */
  readonly nextSequence: number;
  /** Absent in what was kept before groups had tags. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A log stream as it is kept; the times of events are absent until there is one. */
export interface StreamEntry {
  readonly name: string;
  readonly creationTime: number;
  readonly firstEventTimestamp?: number;
  readonly lastEventTimestamp?: number;
  readonly lastIngestionTime?: number;
}

export interface NewLogEvent {
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly message: string;
}

export interface LogEvent extends NewLogEvent {
  readonly stream: string;
  readonly ingestionTime: number;
  /** Counts the events of the group in the order of their arrival. */
  readonly sequence: number;
}

/** Events of one stream and one second that arrived together. */
interface Chunk {
  readonly stream: string;
  readonly ingestionTime: number;
  readonly events: readonly (readonly [timestamp: number, message: string])[];
}

/** Events are kept by the second of their timestamp, so that a second is what must be sorted. */
const BUCKET_MS = 1000;
const bucketOf = (timestamp: number) => Math.floor(timestamp / BUCKET_MS) * BUCKET_MS;

/** What AWS counts for an event besides its text. Source: PutLogEvents API reference. */
const EVENT_OVERHEAD_BYTES = 26;
export const sizeOf = ({ message }: NewLogEvent) =>
  Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES;

const keyIn =
  (kind: string) =>
  ({ account, region }: Scope, ...names: string[]): Key => [
    'logs',
    kind,
    account,
    region,
    ...names,
  ];

export const groupKey = keyIn('groups');
export const streamKey = keyIn('streams');
const eventsKey = keyIn('events');

/** Adds events to a stream whose entries exist, and counts them in these. */
export function addEvents(
  transaction: Transaction,
  where: { readonly scope: Scope; readonly group: string; readonly stream: string },
  batch: { readonly ingestionTime: number; readonly events: readonly NewLogEvent[] },
): void {
  const { scope, group, stream } = where;
  const { ingestionTime, events } = batch;
  const groupEntry = transaction.get<GroupEntry>(groupKey(scope, group))!;
  const streamEntry = transaction.get<StreamEntry>(streamKey(scope, group, stream))!;
  let sequence = groupEntry.nextSequence;
  for (const [bucket, members] of byBucket(events)) {
    const chunk: Chunk = { stream, ingestionTime, events: members };
    transaction.put([...eventsKey(scope, group), bucket, sequence], chunk);
    sequence += members.length;
  }
  const bytes = events.reduce((sum, event) => sum + sizeOf(event), 0);
  const times = events.map(({ timestamp }) => timestamp);
  transaction.put(groupKey(scope, group), {
    ...groupEntry,
    nextSequence: sequence,
    storedBytes: groupEntry.storedBytes + bytes,
  });
  const { firstEventTimestamp = Infinity, lastEventTimestamp = 0 } = streamEntry;
  transaction.put(streamKey(scope, group, stream), {
    ...streamEntry,
    firstEventTimestamp: times.reduce((a, b) => Math.min(a, b), firstEventTimestamp),
    lastEventTimestamp: times.reduce((a, b) => Math.max(a, b), lastEventTimestamp),
    lastIngestionTime: ingestionTime,
  });
}

function byBucket(events: readonly NewLogEvent[]): Map<number, [number, string][]> {
  const buckets = new Map<number, [number, string][]>();
  for (const { timestamp, message } of events) {
    const bucket = bucketOf(timestamp);
    const members = buckets.get(bucket);
    if (members) members.push([timestamp, message]);
    else buckets.set(bucket, [[timestamp, message]]);
  }
  return buckets;
}

/** Removes some of the events whose second ended before `endMs`; returns how many bytes went. */
export function removeEvents(
  transaction: Transaction,
  where: { readonly scope: Scope; readonly group: string },
  { endMs, most }: { endMs: number; most: number },
): number {
  const prefix = eventsKey(where.scope, where.group);
  const to = [...prefix, bucketOf(endMs)];
  let bytes = 0;
  for (const { key, value } of [...transaction.range<Chunk>({ prefix, to, limit: most })]) {
    transaction.remove(key);
    bytes += sizeOfChunk(value);
  }
  return bytes;
}

/**
 * Looks at some chunks of a group from a place on, and removes those of the stream, or all when none
 * is named; returns how many bytes went, and where to go on, if there is more.
 */
export function removeEventsOf(
  transaction: Transaction,
  where: { readonly scope: Scope; readonly group: string; readonly stream?: string },
  { from, most }: { from: Key | undefined; most: number },
): { bytes: number; next?: Key } {
  const prefix = eventsKey(where.scope, where.group);
  const range = { prefix, ...(from && { from }), limit: most };
  const chunks = [...transaction.range<Chunk>(range)];
  let bytes = 0;
  for (const { key, value } of chunks) {
    if (where.stream !== undefined && value.stream !== where.stream) continue;
    transaction.remove(key);
    bytes += sizeOfChunk(value);
  }
  return { bytes, ...(chunks.length === most && { next: chunks.at(-1)!.key }) };
}

const sizeOfChunk = ({ events }: Chunk) =>
  events.reduce((bytes, [timestamp, message]) => bytes + sizeOf({ timestamp, message }), 0);

/** Which events to walk through. */
export interface Walk {
  readonly scope: Scope;
  readonly group: string;
  /** The first time of interest, inclusive. */
  readonly startMs: number;
  /** The end of interest, exclusive. */
  readonly endMs: number;
  /** The latest first. */
  readonly reverse?: boolean;
}

const byTime = (one: LogEvent, other: LogEvent) =>
  one.timestamp - other.timestamp || one.sequence - other.sequence;

/** The events of a group in the order of their timestamps; those of one time as they arrived. */
export function* walkEvents(reader: Reader, walk: Walk): Generator<LogEvent> {
  const { scope, group, startMs, endMs, reverse = false } = walk;
  const prefix = eventsKey(scope, group);
  const from = [...prefix, bucketOf(Math.max(0, startMs))];
  const range = { prefix, from, ...(endMs < Infinity && { to: [...prefix, endMs] }), reverse };
  let bucket: LogEvent[] = [];
  let current: unknown;
  const sorted = () => (reverse ? bucket.sort(byTime).reverse() : bucket.sort(byTime));
  for (const { key, value } of reader.range<Chunk>(range)) {
    if (key.at(-2) !== current) {
      yield* sorted();
      bucket = [];
      current = key.at(-2);
    }
    const { stream, ingestionTime } = value;
    const first = key.at(-1) as number;
    value.events.forEach(([timestamp, message], index) => {
      if (timestamp < startMs || timestamp >= endMs) return;
      bucket.push({ timestamp, message, stream, ingestionTime, sequence: first + index });
    });
  }
  yield* sorted();
}
