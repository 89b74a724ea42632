import { expandAggregate } from '../event-source-mapping/kpl-aggregate.ts';
import { type DecodedData, decodeData } from '../failures/decode-data.ts';
import { printable, printableJson } from './printable.ts';
import type { Style } from './style.ts';
import type { TailedRecord } from './tail-stream.ts';

/** A record as it is shown: of an aggregate, one of those inside. */
export interface ShownRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  /** Which one of its aggregate, from 0. */
  readonly subSequenceNumber?: number;
  readonly partitionKey: string;
  readonly explicitHashKey?: string;
  readonly arrivedAtMs: number;
  readonly data: Uint8Array;
}

/** How much of data that is no text a line shows, in bytes. */
const MOST_HEX_BYTES = 256;

/** The records inside an aggregate of the Kinesis Producer Library, or the record itself. */
export function expanded(record: TailedRecord): ShownRecord[] {
  const inner = expandAggregate(record);
  if (!inner) return [record];
  return inner.map((one, subSequenceNumber) => ({ ...record, ...one, subSequenceNumber }));
}

/** The record as a line for a person. */
export function recordLine(record: ShownRecord, style: Style): string {
  const { shardId, sequenceNumber, subSequenceNumber, partitionKey, arrivedAtMs } = record;
  const { encoding, text } = decodeData(record.data);
  const sub = subSequenceNumber === undefined ? '' : `:${subSequenceNumber}`;
  const where = `${timeText(arrivedAtMs)} ${shardNumber(shardId)} ${sequenceNumber}${sub}`;
  return `${style.faint(printable(where))} ${style.strong(printable(partitionKey))} ${shownText(encoding, text)}`;
}

/** The record as one line of JSON; what a terminal could trip over is escaped in it. */
export function recordJson(record: ShownRecord): string {
  const { data, arrivedAtMs, ...rest } = record;
  const { encoding, text } = decodeData(data);
  const approximateArrivalTimestamp = timeText(arrivedAtMs);
  return printableJson({ ...rest, approximateArrivalTimestamp, encoding, data: text });
}

function shownText(encoding: DecodedData['encoding'], text: string): string {
  if (encoding !== 'hex') return printable(text);
  const bytes = text.length / 2;
  if (bytes <= MOST_HEX_BYTES) return `hex ${text}`;
  return `hex ${text.slice(0, 2 * MOST_HEX_BYTES)}… (${bytes} bytes)`;
}

export const timeText = (atMs: number) => new Date(atMs).toISOString();

/** `shardId-000000000012` is shard 12 to people. */
const shardNumber = (shardId: string) => shardId.replace(/^shardId-0*(?=\d)/, 'shard ');
