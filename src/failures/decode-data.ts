import { expandAggregate } from '../event-source-mapping/kpl-aggregate.ts';
import { type Failure, type HydratedRecord, streamArnOf } from './failure.ts';
import { scanJson } from './json-scan.ts';

/** A record's data as a person reads it. */
export interface DecodedData {
  readonly encoding: 'json' | 'text' | 'hex';
  readonly text: string;
}

/** JSON if it is an object or an array, on one line; text if it is UTF-8, or hexadecimal digits. */
export function decodeData(data: Uint8Array): DecodedData {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    return { encoding: 'hex', text: Buffer.from(data).toString('hex') };
  }
  if (!/^\s*[{[]/.test(text) || !isJson(text)) return { encoding: 'text', text };
  // Not written anew: numbers that JavaScript cannot hold stay what they are.
  const isOneLine = !/[\r\n]/.test(text);
  return { encoding: 'json', text: isOneLine ? text : withoutSpace(text) };
}

/** JSON without the room between its parts. */
function withoutSpace(json: string): string {
  const pieces: string[] = [];
  let from = 0;
  scanJson(json, (character, at) => {
    if (SPACES.has(character)) {
      pieces.push(json.slice(from, at));
      from = at + 1;
    }
    return false;
  });
  return pieces.join('') + json.slice(from);
}

/** Room that JSON may have between its parts (RFC 8259). */
const SPACES: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The records with those of the Kinesis Producer Library taken out of their aggregates. */
export function expandRecords(records: readonly HydratedRecord[]): HydratedRecord[] {
  return records.flatMap((record) => {
    const inner = expandAggregate(record);
    if (!inner) return [record];
    const { sequenceNumber, approximateArrivalTimestamp } = record;
    return inner.map((one, subSequenceNumber) => ({
      ...one,
      sequenceNumber,
      subSequenceNumber,
      approximateArrivalTimestamp,
    }));
  });
}

/**
 * The records as the function was given them: a mapping through a consumer takes aggregates apart,
 * one of the stream itself hands them on whole.
 */
export function eventRecords(
  failure: Pick<Failure, 'streamArn'>,
  records: readonly HydratedRecord[],
): HydratedRecord[] {
  return failure.streamArn === streamArnOf(failure) ? [...records] : expandRecords(records);
}
