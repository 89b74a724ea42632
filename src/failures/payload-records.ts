import type { Failure, HydratedRecord } from './failure.ts';

interface EventRecord {
  readonly kinesis?: {
    readonly sequenceNumber?: unknown;
    readonly partitionKey?: unknown;
    readonly data?: unknown;
    readonly approximateArrivalTimestamp?: unknown;
  };
}

/**
 * The records in a failure record that has the whole event with it, as those of S3 do (Lambda
 * developer guide): they are there however long ago the stream forgot them. Undefined without one.
 * A message in a queue never has one: what it says there, whoever may send to the queue made up.
 */
export function payloadRecords({
  raw,
  source,
}: Pick<Failure, 'raw' | 'source'>): HydratedRecord[] | undefined {
  if (source.type !== 's3') return undefined;
  try {
    const { payload } = JSON.parse(raw) as { payload?: unknown };
    if (payload === undefined) return undefined;
    const event = (typeof payload === 'string' ? JSON.parse(payload) : payload) as {
      Records?: readonly EventRecord[];
    };
    const records = event.Records?.map(recordOf);
    return records && records.length > 0 ? records : undefined;
  } catch {
    return undefined;
  }
}

/** @throws TypeError, RangeError for what is no record of Kinesis: whoever may write to a bucket makes it */
function recordOf({ kinesis }: EventRecord): HydratedRecord {
  const { approximateArrivalTimestamp, ...texts } = kinesis ?? {};
  const arrivedAtMs = Math.round(Number(approximateArrivalTimestamp ?? Number.NaN) * 1000);
  new Date(arrivedAtMs).toISOString(); // throws where there is no such time
  return {
    sequenceNumber: textOf(texts.sequenceNumber),
    partitionKey: textOf(texts.partitionKey),
    data: Buffer.from(textOf(texts.data), 'base64'),
    approximateArrivalTimestamp: arrivedAtMs,
  };
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError('no text');
}
