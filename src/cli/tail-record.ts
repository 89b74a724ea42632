import { expandAggregate } from '../event-source-mapping/kpl-aggregate.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';
import type { TailedRecord } from './tail-stream.ts';

/** Data as a person reads it. */
interface Decoded {
  readonly encoding: 'json' | 'text' | 'hex';
  readonly text: string;
}

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

/** JSON if it is an object or an array, text if it is UTF-8, or hexadecimal digits. */
export function decoded(data: Uint8Array): Decoded {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    return { encoding: 'hex', text: Buffer.from(data).toString('hex') };
  }
  if (!/^\s*[{[]/.test(text)) return { encoding: 'text', text };
  try {
    const value: unknown = JSON.parse(text);
    // As it came, if that is a line: numbers that JavaScript cannot hold stay what they are.
    return { encoding: 'json', text: /[\r\n]/.test(text) ? JSON.stringify(value) : text };
  } catch {
    return { encoding: 'text', text };
  }
}

/** The record as a line for a person. */
export function recordLine(record: ShownRecord, style: Style): string {
  const { shardId, sequenceNumber, subSequenceNumber, partitionKey, arrivedAtMs } = record;
  const { encoding, text } = decoded(record.data);
  const sub = subSequenceNumber === undefined ? '' : `:${subSequenceNumber}`;
  const where = `${timeText(arrivedAtMs)} ${shardNumber(shardId)} ${sequenceNumber}${sub}`;
  return `${style.faint(printable(where))} ${style.strong(printable(partitionKey))} ${shownText(encoding, text)}`;
}

/** The record as one line of JSON; what a terminal could trip over is escaped in it. */
export function recordJson(record: ShownRecord): string {
  const { data, arrivedAtMs, ...rest } = record;
  const { encoding, text } = decoded(data);
  const approximateArrivalTimestamp = timeText(arrivedAtMs);
  return printable(JSON.stringify({ ...rest, approximateArrivalTimestamp, encoding, data: text }));
}

function shownText(encoding: Decoded['encoding'], text: string): string {
  if (encoding !== 'hex') return printable(text);
  const bytes = text.length / 2;
  if (bytes <= MOST_HEX_BYTES) return `hex ${text}`;
  return `hex ${text.slice(0, 2 * MOST_HEX_BYTES)}… (${bytes} bytes)`;
}

export const timeText = (atMs: number) => new Date(atMs).toISOString();

/** `shardId-000000000012` is shard 12 to people. */
const shardNumber = (shardId: string) => shardId.replace(/^shardId-0*(?=\d)/, 'shard ');
