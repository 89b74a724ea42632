import { type EventIdentity, lambdaEvent } from '../../event-source-mapping/lambda-event.ts';
import type { Invocation, SimulatedRecord } from '../facts.ts';
import type { Invariant } from './invariant.ts';

/** A synchronous invocation carries 6 MB (Lambda developer guide, quotas). */
const MOST_PAYLOAD_BYTES = 6 * 1024 * 1024;
/** Fewer bytes of data than this cannot make too large a payload of at most 10,000 records. */
const SURELY_FITS_BYTES = 400_000;

/** What all invocations of the simulated mapping have in common. */
export const IDENTITY: Omit<EventIdentity, 'shardId'> = {
  eventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/simulated',
  region: 'us-east-1',
  invokeIdentityArn: 'arn:aws:iam::000000000000:role/simulated',
};

/** A batch holds 1 to BatchSize records of one shard, all of them wanted, and at most 6 MB. */
export const batchLimits: Invariant = {
  name: 'a batch keeps to BatchSize, to 6 MB, to its shard and to what is wanted',
  invoked: ({ run, shard, records, payloadBytes, window }) => {
    const { batchSize, tumblingWindowInSeconds } = run.settings;
    if (records.length === 0 && tumblingWindowInSeconds === 0) return 'the batch is empty';
    if (records.length > batchSize) return `${records.length} records with BatchSize ${batchSize}`;
    const foreign = records.find((record) => record.shard !== shard);
    if (foreign) return `record ${foreign.number} is not of ${shard.shardId}`;
    const unwanted = records.find(({ put }) => run.settings.isFiltered && !put.isWanted);
    if (unwanted) return `record ${unwanted.number} is not wanted`;
    const bytes = payloadBytes ?? payloadBytesOf({ shard, records, window });
    return bytes > MOST_PAYLOAD_BYTES ? `the payload has ${bytes} bytes` : undefined;
  },
};

/** Too large to be handed over, all by itself. */
export function isTooLarge(record: SimulatedRecord, window: Invocation['window']): boolean {
  const alone = { shard: record.shard, records: [record], window };
  return payloadBytesOf(alone) > MOST_PAYLOAD_BYTES;
}

/** Written out without data, to which the Base64 text of the data is added. */
function payloadBytesOf({ shard, records, window }: Contents): number {
  let dataBytes = window?.state.length ?? 0;
  let base64Bytes = 0;
  for (const { data } of records) {
    dataBytes += data.byteLength;
    base64Bytes += 4 * Math.ceil(data.byteLength / 3);
  }
  if (dataBytes < SURELY_FITS_BYTES) return 0;
  const data = new Uint8Array();
  const bare = records.map((record) => ({ ...record, data }));
  const frame = lambdaEvent(bare, { ...IDENTITY, shardId: shard.shardId }, window);
  return Buffer.byteLength(frame) + base64Bytes;
}

type Contents = Pick<Invocation, 'shard' | 'records' | 'window'>;
