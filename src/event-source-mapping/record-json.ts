/**
 * The members of a record as JSON text in UTF-8: where the text of each begins in `bytes`, and where it
 * ends. The arrival time is in seconds; the partition key has its quotation marks, the others have none.
 * Records share `bytes` only when they arrived together: `lambdaEventBytes` writes their time once.
 */
export interface RecordJson {
  readonly bytes: Buffer;
  readonly numberAt: number;
  readonly numberEnd: number;
  readonly timeAt: number;
  readonly timeEnd: number;
  readonly dataAt: number;
  readonly dataEnd: number;
  readonly keyAt: number;
  readonly keyEnd: number;
}

/** What it is made of. */
interface Members {
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly data: Uint8Array;
  readonly approximateArrivalTimestamp: number;
}

/** Writes the members of a record that does not have them as text. */
export function jsonOf({
  sequenceNumber,
  partitionKey,
  data,
  approximateArrivalTimestamp,
}: Members): RecordJson {
  const seconds = String(approximateArrivalTimestamp / 1000);
  const { buffer, byteOffset, byteLength } = data;
  const base64 = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
  const beforeKey = sequenceNumber + seconds + base64;
  const bytes = Buffer.from(beforeKey + JSON.stringify(partitionKey));
  const numberEnd = sequenceNumber.length;
  const timeEnd = numberEnd + seconds.length;
  return {
    bytes,
    numberAt: 0,
    numberEnd,
    timeAt: numberEnd,
    timeEnd,
    dataAt: timeEnd,
    dataEnd: beforeKey.length,
    keyAt: beforeKey.length,
    keyEnd: bytes.length,
  };
}

/** What the members take in an event, in which the sequence number stands twice. */
export const jsonBytes = (json: RecordJson): number =>
  json.keyEnd -
  json.keyAt +
  2 * (json.numberEnd - json.numberAt) +
  (json.dataEnd - json.dataAt) +
  (json.timeEnd - json.timeAt);

/** The same, of a record that does not have them as text, without writing them. */
export function unwrittenJsonBytes(record: Members): number {
  const { sequenceNumber, partitionKey, data, approximateArrivalTimestamp } = record;
  return (
    quotedBytes(partitionKey) +
    2 * sequenceNumber.length +
    4 * Math.ceil(data.byteLength / 3) +
    secondsLength(approximateArrivalTimestamp)
  );
}

/** Text that JSON and UTF-8 leave as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

const quotedBytes = (text: string) =>
  PLAIN.test(text) ? text.length + '""'.length : Buffer.byteLength(JSON.stringify(text));

/** How long a time is as text in seconds, without writing it. */
function secondsLength(ms: number): number {
  const fraction = ms % 1000;
  let length = fraction === 0 ? 1 : fraction % 100 === 0 ? 3 : fraction % 10 === 0 ? 4 : 5;
  for (let bound = 10_000; ms >= bound; bound *= 10) length++;
  return length;
}
