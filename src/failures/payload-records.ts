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

function recordOf({ kinesis }: EventRecord): HydratedRecord {
  const { sequenceNumber, partitionKey, data, approximateArrivalTimestamp } = kinesis ?? {};
  if (typeof sequenceNumber !== 'string' || typeof data !== 'string') throw new TypeError('data');
  return {
    sequenceNumber,
    partitionKey: String(partitionKey),
    data: Buffer.from(data, 'base64'),
    approximateArrivalTimestamp: Math.round(Number(approximateArrivalTimestamp) * 1000),
  };
}
