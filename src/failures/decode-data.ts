import { expandAggregate } from '../event-source-mapping/kpl-aggregate.ts';
import { type Failure, type HydratedRecord, streamArnOf } from './failure.ts';
import { isTooDeep } from './json-depth.ts';

/** A record's data as a person or a program may read it. */
export type DecodedData =
  | { readonly encoding: 'json'; readonly value: unknown }
  | { readonly encoding: 'text'; readonly value: string }
  | { readonly encoding: 'hex'; readonly value: string };

/** JSON where it is JSON, text where it is UTF-8 without control characters, else hexadecimal. */
export function decodeData(data: Uint8Array): DecodedData {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    return { encoding: 'hex', value: Buffer.from(data).toString('hex') };
  }
  try {
    if (isTooDeep(text)) throw new SyntaxError('nested too deeply');
    return { encoding: 'json', value: JSON.parse(text) };
  } catch {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those tell binary data from text
    const isBinary = /[\u0000-\u0008\u000e-\u001f]/.test(text);
    return isBinary
      ? { encoding: 'hex', value: Buffer.from(data).toString('hex') }
      : { encoding: 'text', value: text };
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
