import type { PutRecordsCommandInput } from '@aws-sdk/client-kinesis';
import { expect, test } from 'vitest';
import { putAll } from './put-records.ts';

/** A stream that takes so many records of each request, from the first one on. */
function streamTaking(counts: readonly number[]) {
  const requests: string[][] = [];
  const pauses: number[] = [];
  let taken = 0;
  const send = async ({ input }: { input: PutRecordsCommandInput }) => {
    const keys = (input.Records ?? []).map(({ PartitionKey }) => String(PartitionKey));
    const count = counts[requests.push(keys) - 1] ?? 0;
    // The last ones, so that what is left comes out of order.
    const Records = keys.map((_, index) =>
      index >= keys.length - count
        ? { SequenceNumber: `${keys[index]} as number ${++taken}` }
        : { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'Rate exceeded' },
    );
    return { Records };
  };
  return { requests, pauses, client: { send: send as never } };
}

const recordsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    data: Buffer.from('x'),
    partitionKey: `record ${index}`,
  }));

test('what the stream turns down is put again after a pause, and told in the order of the records', async () => {
  const { client, requests, pauses } = streamTaking([2, 1]);
  const pause = async (pauseMs: number) => void pauses.push(pauseMs);
  const { sequenceNumbers } = await putAll(client, {
    streamName: 'orders',
    records: recordsOf(3),
    pause,
  });
  expect(requests).toEqual([['record 0', 'record 1', 'record 2'], ['record 0']]);
  expect(pauses).toEqual([200]);
  expect(sequenceNumbers).toEqual([
    'record 0 as number 3',
    'record 1 as number 1',
    'record 2 as number 2',
  ]);
});

test('it goes on for as long as the stream takes some', async () => {
  const { client, requests, pauses } = streamTaking(Array(12).fill(1));
  const pause = async (pauseMs: number) => void pauses.push(pauseMs);
  await putAll(client, { streamName: 'orders', records: recordsOf(12), pause });
  expect(requests).toHaveLength(12);
  expect(new Set(pauses)).toEqual(new Set([200]));
});

test('pauses grow while it takes none, until it is given up with the reason', async () => {
  const { client, pauses } = streamTaking([1, 0, 0, 0, 0, 0]);
  const pause = async (pauseMs: number) => void pauses.push(pauseMs);
  await expect(
    putAll(client, { streamName: 'orders', records: recordsOf(3), pause }),
  ).rejects.toThrow(
    'orders turned down 2 records: ProvisionedThroughputExceededException: Rate exceeded',
  );
  expect(pauses).toEqual([200, 400, 800, 1600, 3200]);
});
