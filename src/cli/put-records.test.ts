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

type Options = Parameters<typeof putAll>[1];

async function numbersOf(
  client: Parameters<typeof putAll>[0],
  options: Pick<Options, 'records' | 'pause'>,
  told: string[] = [],
): Promise<string[]> {
  const onPut = (numbers: readonly string[]) => void told.push(...numbers);
  await putAll(client, { streamName: 'orders', ...options, onPut });
  return told;
}

test('what the stream turns down is put again after a pause, and told in the order of the records', async () => {
  const { client, requests, pauses } = streamTaking([2, 1]);
  const pause = async (pauseMs: number) => void pauses.push(pauseMs);
  const sequenceNumbers = await numbersOf(client, { records: recordsOf(3), pause });
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
  await numbersOf(client, { records: recordsOf(12), pause });
  expect(requests).toHaveLength(12);
  expect(new Set(pauses)).toEqual(new Set([200]));
});

test('pauses grow while it takes none, until it is given up with the reason', async () => {
  const { client, pauses } = streamTaking([1, 0, 0, 0, 0, 0]);
  const pause = async (pauseMs: number) => void pauses.push(pauseMs);
  const told: string[] = [];
  await expect(numbersOf(client, { records: recordsOf(3), pause }, told)).rejects.toThrow(
    'orders took 1 of 3 records and no more: ProvisionedThroughputExceededException: Rate exceeded',
  );
  expect(told).toEqual(['record 2 as number 1']);
  expect(pauses).toEqual([200, 400, 800, 1600, 3200]);
});

test('what was put before the endpoint went away is told', async () => {
  const { client } = streamTaking([500, 500]);
  const taking = client.send as unknown as (command: object) => Promise<object>;
  let requests = 0;
  const send = (command: object) =>
    ++requests < 3 ? taking(command) : Promise.reject(new Error('socket hang up'));
  const told: string[] = [];
  const pause = async () => {};
  await expect(
    numbersOf({ send: send as never }, { records: recordsOf(1500), pause }, told),
  ).rejects.toThrow('orders took 1000 of 1500 records and no more: socket hang up');
  expect(told).toHaveLength(1000);
});
