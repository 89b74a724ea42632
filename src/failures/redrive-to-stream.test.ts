import { expect, test } from 'vitest';
import type { HydratedRecord } from './failure.ts';
import { type PutAnswer, type PutEntry, streamTarget } from './redrive-to-stream.ts';
import {
  failureOf,
  hastyClock,
  hydrationOf,
  recordOf,
  STREAM,
  sdkError,
} from './redrive-world.suite.ts';

const THROTTLED = { errorCode: 'ProvisionedThroughputExceededException', errorMessage: 'slow' };

async function put(
  records: readonly HydratedRecord[],
  answer: (entry: PutEntry, request: number) => PutAnswer,
  streamArn?: string,
) {
  const requests: { streamArn: string; entries: readonly PutEntry[] }[] = [];
  const target = streamTarget(
    async (arn, entries) => {
      requests.push({ streamArn: arn, entries });
      return entries.map((entry) => answer(entry, requests.length));
    },
    { clock: hastyClock(), streamArn },
  );
  const failure = failureOf(1, 3, { streamArn: `${STREAM}/consumer/audit:1` });
  const portions = target.portions(failure, records);
  const outcomes = [];
  for (const portion of portions) outcomes.push(...(await target.send(failure, portion, [])));
  return { requests, outcomes, portions };
}

test('records are put to the stream of their consumer, with the keys that they had', async () => {
  const records = [recordOf(1), recordOf(2, { explicitHashKey: '7' })];
  const { requests } = await put(records, () => ({}));
  expect(requests).toMatchObject([
    {
      streamArn: STREAM,
      entries: [{ partitionKey: 'key-1' }, { partitionKey: 'key-2', explicitHashKey: '7' }],
    },
  ]);
});

test('another stream is used when it is named', async () => {
  const { requests } = await put([recordOf(1)], () => ({}), 'arn:other');
  expect(requests.map(({ streamArn }) => streamArn)).toEqual(['arn:other']);
});

test('only what was turned down is put again', async () => {
  const { requests, outcomes } = await put(hydrationOf(1, 3).records, (entry, request) =>
    request === 1 && entry.partitionKey === 'key-2' ? THROTTLED : {},
  );
  expect(requests.map(({ entries }) => entries.map((entry) => entry.partitionKey))).toEqual([
    ['key-1', 'key-2', 'key-3'],
    ['key-2'],
  ]);
  expect(outcomes.map(({ type }) => type)).toEqual(['sent', 'sent', 'sent']);
});

test('what is turned down again and again fails, with the reason', async () => {
  const { requests, outcomes } = await put([recordOf(1)], () => THROTTLED);
  expect(requests).toHaveLength(8);
  expect(outcomes).toEqual([
    { type: 'failed', reason: 'ProvisionedThroughputExceededException: slow' },
  ]);
});

test('when an answer gets lost in a repetition, only what was in it is unknown', async () => {
  const { outcomes } = await put(hydrationOf(1, 2).records, (entry, request) => {
    if (request === 2) throw sdkError('TimeoutError', undefined);
    return entry.partitionKey === 'key-2' ? THROTTLED : {};
  });
  expect(outcomes.map(({ type }) => type)).toEqual(['sent', 'unknown']);
});

test('a request carries at most 500 records and 5 MiB', async () => {
  const many = await put(hydrationOf(1, 1201).records, () => ({}));
  expect(many.portions.map(({ length }) => length)).toEqual([500, 500, 201]);
  const data = Buffer.alloc(1024 * 1024);
  const large = await put(
    [1, 2, 3, 4, 5, 6].map((index) => recordOf(index, { data })),
    () => ({}),
  );
  expect(large.portions.map(({ length }) => length)).toEqual([4, 2]);
});

test('portions are as small as they are asked to be', () => {
  const put = async () => [];
  const target = streamTarget(put, { clock: hastyClock(), mostRecords: 2 });
  const { records } = hydrationOf(1, 5);
  expect(target.portions(failureOf(1, 5), records).map(({ length }) => length)).toEqual([2, 2, 1]);
});
