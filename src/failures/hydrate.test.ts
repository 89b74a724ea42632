import { expect, test } from 'vitest';
import type { Failure, HydratedRecord } from './failure.ts';
import { type HydratePorts, hydrateWith } from './hydrate.ts';
import { failureOf, hastyClock, STREAM } from './redrive-world.suite.ts';
import type { RecordPage } from './shard-reads.ts';

const recordOf = (number: number): HydratedRecord => ({
  sequenceNumber: `${number}`,
  partitionKey: 'k',
  data: Buffer.from(`${number}`),
  approximateArrivalTimestamp: number,
});

function numbered(start: number, end: number): Failure {
  return { ...failureOf(start, end), startSequenceNumber: `${start}`, endSequenceNumber: `${end}` };
}

/** A shard that holds some records and gives them out in pages of two, an empty page between. */
function shardOf(numbers: readonly number[], { isClosed = false } = {}) {
  const read = async (_: Failure, iterator: string): Promise<RecordPage> => {
    const [from = 0, turn = 0] = iterator.split('/').map(Number);
    const records = turn === 0 ? numbers.slice(from, from + 2).map(recordOf) : [];
    const next = from + records.length;
    const isEnd = next >= numbers.length;
    return {
      records,
      nextIterator: isEnd && isClosed ? undefined : `${next}/${turn === 0 && !isEnd ? 1 : 0}`,
      millisBehindLatest: isEnd ? 0 : 1000,
    };
  };
  const iterator = async ({ startSequenceNumber }: Failure) => {
    const index = numbers.findIndex((number) => number >= Number(startSequenceNumber));
    return { iterator: `${index < 0 ? numbers.length : index}/0` };
  };
  return { read, iterator };
}

function hydrating(ports: Partial<HydratePorts>) {
  const streamNow = async () => ({ retentionPeriodHours: 24, createdAtMs: -1 });
  const none = shardOf([]);
  return hydrateWith({ clock: hastyClock(), streamNow, ...none, ...ports });
}

const sequenceNumbers = (records: readonly HydratedRecord[]) =>
  records.map(({ sequenceNumber }) => Number(sequenceNumber));

test('a range is read over several pages, empty ones among them, and no further', async () => {
  const hydrate = hydrating(shardOf([1, 2, 3, 4, 5, 6, 7, 8, 9]));
  const { records, missing, expected } = await hydrate(numbered(3, 7));
  expect(sequenceNumbers(records)).toEqual([3, 4, 5, 6, 7]);
  expect({ missing, expected }).toEqual({ missing: 'none', expected: 5 });
});

test('a range of ten thousand records is read as a whole', async () => {
  const numbers = Array.from({ length: 10_500 }, (_, index) => index + 1);
  const { records } = await hydrating(shardOf(numbers))(numbered(251, 10_250));
  expect(records).toHaveLength(10_000);
});

test('a range at the end of a closed shard is whole', async () => {
  const { records, missing } = await hydrating(shardOf([1, 2, 3], { isClosed: true }))(
    numbered(2, 3),
  );
  expect(sequenceNumbers(records)).toEqual([2, 3]);
  expect(missing).toBe('none');
});

test('a range that goes on behind the shard is cut there, and says so', async () => {
  const { records, missing, text } = await hydrating(shardOf([1, 2, 3], { isClosed: true }))(
    numbered(2, 9),
  );
  expect(sequenceNumbers(records)).toEqual([2, 3]);
  expect({ missing, text }).toEqual({ missing: 'cut', text: expect.stringContaining('after 3') });
});

test('a forged range ends where its message does, and not with the shard', async () => {
  const late = (number: number) => recordOf(number < 5 ? number : number + 100_000);
  const numbers = Array.from(
    { length: 1000 },
    (_, index) => late(index + 1).approximateArrivalTimestamp,
  );
  const forged = { ...numbered(2, 1e9), records: 1 };
  const { records, missing, text } = await hydrating(shardOf(numbers))(forged);
  expect(sequenceNumbers(records)).toEqual([2, 3, 4]);
  expect({ missing, text }).toEqual({
    missing: 'cut',
    text: expect.stringContaining('arrived at'),
  });
});

test('a shard that always has one record more is not read for ever', async () => {
  let reads = 0;
  const read = async (): Promise<RecordPage> => {
    reads += 1;
    return { records: [recordOf(reads)], nextIterator: 'i', millisBehindLatest: 0 };
  };
  const iterator = async () => ({ iterator: 'i' });
  const { missing } = await hydrating({ read, iterator })(numbered(1, 1e9));
  expect({ missing, reads }).toEqual({ missing: 'cut', reads: 8 });
});

test('what expired at the beginning of a range is missing, and the rest is there', async () => {
  const { records, missing, text } = await hydrating(shardOf([4, 5, 6]))(numbered(3, 5));
  expect(sequenceNumbers(records)).toEqual([4, 5]);
  expect(missing).toBe('partly-expired');
  expect(text).not.toBe('');
});

test.each([
  ['all of it expired', {}, 'expired'],
  ['the stream is gone', { streamNow: async () => undefined }, 'stream-gone'],
  [
    'another stream has the name now',
    { streamNow: async () => ({ retentionPeriodHours: 24, createdAtMs: 5000 }) },
    'stream-gone',
  ],
  [
    'the shard is gone',
    { iterator: async () => ({ missing: 'shard-gone' as const }) },
    'shard-gone',
  ],
])('nothing is found when %s, and that is an answer', async (_, ports, missing) => {
  expect(await hydrating(ports)(numbered(1, 2))).toMatchObject({ records: [], missing });
});

test('the final invoke of a window has nothing to read', async () => {
  const failure = { ...failureOf(1, 1), startSequenceNumber: '', endSequenceNumber: '' };
  expect((await hydrating({})(failure)).missing).toBe('no-range');
});

test('a payload of a bucket is read without asking the stream, one of a queue is not', async () => {
  const kinesis = {
    sequenceNumber: '7',
    partitionKey: 'k',
    data: Buffer.from('seven').toString('base64'),
    approximateArrivalTimestamp: 1.5,
  };
  const raw = JSON.stringify({ payload: JSON.stringify({ Records: [{ kinesis }] }) });
  const streamNow = () => Promise.reject(new Error('asked'));
  const source = { type: 's3', bucket: 'b', key: 'k' } as const;
  const { records, from } = await hydrating({ streamNow })({ ...numbered(7, 7), raw, source });
  expect(from).toBe('payload');
  expect(Buffer.from(records[0]?.data ?? []).toString()).toBe('seven');
  expect(records[0]?.approximateArrivalTimestamp).toBe(1500);
  await expect(hydrating({ streamNow })({ ...numbered(7, 7), raw })).rejects.toThrow('asked');
});

test.each([
  ['a time', { approximateArrivalTimestamp: undefined }],
  ['a time that there is', { approximateArrivalTimestamp: 1e300 }],
  ['a partition key', { partitionKey: undefined }],
  ['data', { data: 5 }],
  ['a sequence number', { sequenceNumber: null }],
])('a payload with a record without %s is none: the stream is asked', async (_, wrong) => {
  const right = {
    sequenceNumber: '7',
    partitionKey: 'k',
    data: '',
    approximateArrivalTimestamp: 1,
  };
  const raw = JSON.stringify({ payload: { Records: [{ kinesis: { ...right, ...wrong } }] } });
  const source = { type: 's3', bucket: 'b', key: 'k' } as const;
  const streamNow = () => Promise.reject(new Error('asked'));
  await expect(hydrating({ streamNow })({ ...numbered(7, 7), raw, source })).rejects.toThrow(
    'asked',
  );
});

test('a shard that throttles is waited for, and said to', async () => {
  const shard = shardOf([1, 2, 3]);
  let turnedDown = 0;
  const pauses: number[] = [];
  const read: HydratePorts['read'] = async (failure, iterator) =>
    turnedDown++ < 3 ? 'throttled' : shard.read(failure, iterator);
  const onThrottled = (_: Failure, pauseMs: number) => pauses.push(pauseMs);
  const { records } = await hydrating({ ...shard, read, onThrottled })(numbered(1, 3));
  expect(records).toHaveLength(3);
  expect(pauses).toEqual([1000, 2000, 4000]);
});

test('a shard that throttles for ever is given up, with what to do', async () => {
  const read = async () => 'throttled' as const;
  await expect(hydrating({ read })(numbered(1, 3))).rejects.toMatchObject({ code: 'Throttled' });
});

test('ranges of one shard are read one after the other, also those of its consumers', async () => {
  const shard = shardOf([1, 2, 3, 4]);
  let underWay = 0;
  let most = 0;
  const read: HydratePorts['read'] = async (failure, iterator) => {
    most = Math.max(most, ++underWay);
    const page = await shard.read(failure, iterator);
    underWay -= 1;
    return page;
  };
  const hydrate = hydrating({ ...shard, read });
  const throughConsumer = { ...numbered(1, 4), streamArn: `${STREAM}/consumer/fast:1` };
  const failures = [numbered(1, 4), numbered(2, 4), throughConsumer];
  await Promise.all(failures.map((failure) => hydrate(failure)));
  expect(most).toBe(1);
});

test('ranges in the page that was read last cost no further read', async () => {
  const numbers = Array.from({ length: 10 }, (_, index) => index + 1);
  let reads = 0;
  const read = async (): Promise<RecordPage> => {
    reads += 1;
    return { records: numbers.map(recordOf), nextIterator: 'n', millisBehindLatest: 0 };
  };
  const hydrate = hydrating({ read, iterator: async () => ({ iterator: 'i' }) });
  const ranges = [numbered(1, 2), numbered(3, 6), numbered(2, 10)];
  const found = await Promise.all(ranges.map((failure) => hydrate(failure)));
  expect(found.map(({ records }) => sequenceNumbers(records))).toEqual([
    [1, 2],
    [3, 4, 5, 6],
    [2, 3, 4, 5, 6, 7, 8, 9, 10],
  ]);
  expect(found.every(({ missing }) => missing === 'none')).toBe(true);
  expect(reads).toBe(1);
  // What the page does not hold to the end is read.
  await hydrate(numbered(9, 11));
  expect(reads).toBeGreaterThan(1);
});

test('reads of a shard keep their distance, from one range to the next', async () => {
  const clock = hastyClock();
  const shard = shardOf(Array.from({ length: 40 }, (_, index) => index + 1));
  const readAt: number[] = [];
  const read: HydratePorts['read'] = async (failure, iterator) => {
    readAt.push(clock.now());
    return shard.read(failure, iterator);
  };
  const hydrate = hydrating({ ...shard, clock, read });
  for (const start of [1, 11, 21, 31]) await hydrate(numbered(start, start + 1));
  expect(readAt).toEqual([0, 250, 500, 750]);
});
