import { describe, expect, test } from 'vitest';
import { PACES } from './pace.ts';
import { type Handler, Raised, record, VirtualShard } from './virtual-shard.suite.ts';

const records = (...numbers: number[]) => numbers.map((number) => record(number));
const raisesOn =
  (bad: number): Handler =>
  (numbers) => {
    if (numbers.includes(bad)) throw new Raised(`${bad} is bad`);
  };

describe('the batching window', () => {
  test('full batches do not wait; the rest waits since the last full one (T8, rules 2.2.2, 2.2.5)', () => {
    const shard = new VirtualShard(records(1, 2, 3, 4, 5), () => null, {
      batchSize: 2,
      maximumBatchingWindowInSeconds: 5,
      pace: PACES.fast,
    }).run(60_000);
    expect(shard.numbersCalled).toEqual([[1, 2], [3, 4], [5]]);
    expect(shard.calls.map((call) => call.atMs)).toEqual([0, 0, 5000]);
  });

  test('gathers what comes while it is open (rule 2.2.2)', () => {
    const shard = new VirtualShard(records(1), () => null, {
      maximumBatchingWindowInSeconds: 10,
      pace: PACES.fast,
    }).run(4000);
    shard.put(record(2));
    shard.clock.advance(6000);
    expect(shard.calls).toMatchObject([{ numbers: [1, 2], atMs: 10_000 }]);
  });

  test('begins when the previous call is over, not when it began (rule 2.2.4)', () => {
    const shard = new VirtualShard(records(1, 2, 3), () => null, {
      batchSize: 2,
      maximumBatchingWindowInSeconds: 5,
      pace: PACES.fast,
    });
    shard.durationMs = () => 3000;
    shard.run(60_000);
    expect(shard.calls.map((call) => call.atMs)).toEqual([0, 8000]);
  });

  test('that passed without a record begins anew with the first one', () => {
    const shard = new VirtualShard([], () => null, {
      maximumBatchingWindowInSeconds: 5,
      pace: PACES.fast,
    }).run(7000);
    shard.put(record(1));
    shard.clock.advance(5000);
    expect(shard.calls).toMatchObject([{ numbers: [1], atMs: 12_000 }]);
  });

  test('does not hold up a batch that fills the payload (rule 2.2.2)', () => {
    const large = [1, 2, 3].map((number) => record(number, { bytes: 2 * 1024 * 1024 }));
    const shard = new VirtualShard(large, () => null, {
      maximumBatchingWindowInSeconds: 300,
      pace: PACES.fast,
    }).run();
    expect(shard.numbersCalled).toEqual([[1, 2]]);
  });

  test('is closed by the end of the shard', () => {
    const shard = new VirtualShard(records(1), () => null, { maximumBatchingWindowInSeconds: 300 });
    shard.isClosed = true;
    shard.run();
    expect(shard.numbersCalled).toEqual([[1]]);
    expect(shard.finished).toBe('shard-ended');
  });
});

test('without a window, what a read returned is handed over at once, however little (rule 2.2.3)', () => {
  const shard = new VirtualShard(records(1, 2, 3), () => null, { batchSize: 100 }).run();
  shard.put(record(4));
  shard.clock.advance(1000);
  expect(shard.calls).toMatchObject([
    { numbers: [1, 2, 3], atMs: 0 },
    { numbers: [4], atMs: 1000 },
  ]);
});

describe('parallelization', () => {
  const keyed = (number: number, partitionKey: string) => ({ ...record(number), partitionKey });
  // 'a' and 'b' go to different lanes of two.
  const mixed = [keyed(1, 'a'), keyed(2, 'b'), keyed(3, 'a'), keyed(4, 'b')];
  const two = { parallelizationFactor: 2, pace: PACES.fast };

  test('keeps the records of a key together and in order, and runs lanes side by side (rules 2.3.2, 2.3.3)', () => {
    const shard = new VirtualShard([...mixed], () => null, two);
    shard.durationMs = () => 1000;
    shard.run(10_000);
    expect(shard.calls).toMatchObject([
      { numbers: [1, 3], atMs: 0 },
      { numbers: [2, 4], atMs: 0 },
    ]);
    expect(shard.checkpoints.at(-1)).toBe('4');
  });

  test('a poison pill blocks its own lane, and the checkpoint does not pass it (rule 2.3.4)', () => {
    const shard = new VirtualShard([...mixed], raisesOn(3), { ...two, batchSize: 1 });
    shard.run(5000);
    for (let number = 5; number < 40; number++) shard.put(keyed(number, 'b'));
    const numbers = shard.numbersCalled.flat();
    expect(numbers.filter((number) => number !== 3)).toEqual([
      1,
      2,
      4,
      ...Array.from({ length: 35 }, (_, index) => index + 5),
    ]);
    expect(shard.checkpoints.at(-1)).toBe('2');
  });

  test('the checkpoint goes on once the lane that was held up is free', () => {
    const shard = new VirtualShard([...mixed], raisesOn(3), {
      ...two,
      batchSize: 1,
      maximumRetryAttempts: 2,
    }).run(60_000);
    expect(shard.checkpoints.at(-1)).toBe('4');
    expect(shard.failureRecords).toHaveLength(1);
  });

  test('a discard stores no checkpoint while an earlier record is unfinished elsewhere', () => {
    const shard = new VirtualShard([...mixed], raisesOn(2), {
      ...two,
      batchSize: 1,
      maximumRetryAttempts: 0,
    });
    shard.durationMs = ([number]) => (number === 1 ? 60_000 : 0);
    shard.run(1000);
    expect(shard.failureRecords).toHaveLength(1);
    expect(shard.checkpoints).toEqual([]);
    shard.clock.advance(60_000);
    expect(shard.checkpoints.at(-1)).toBe('4');
  });

  test('reading stops when a lane that is held up has too much waiting', () => {
    const many = Array.from({ length: 30_000 }, (_, index) => keyed(index + 1, 'a'));
    const shard = new VirtualShard(many, raisesOn(1), two);
    shard.run();
    const polled = shard.reports.flatMap(({ name, event }) =>
      name === 'records-polled' ? [event.records] : [],
    );
    const read = polled.reduce((sum, count) => sum + count, 0);
    expect(read).toBeGreaterThanOrEqual(10_000);
    expect(read).toBeLessThan(11_000);
  });
});

test('records that a filter drops are finished as soon as they are read (rule 2.2.9)', () => {
  const shard = new VirtualShard(records(1, 2, 3, 4), () => null, {
    filter: { matches: ({ sequenceNumber }) => sequenceNumber === '3' },
  }).run();
  expect(shard.numbersCalled).toEqual([[3]]);
  expect(shard.checkpoints).toEqual(['2', '4']);
  const polled = shard.reports.filter(({ name }) => name === 'records-polled');
  expect(polled).toMatchObject([{ event: { records: 4, filteredOut: 3 } }]);
});

test('a read of which nothing is wanted moves the checkpoint, and invokes nothing (rules 2.2.9, 5.12)', () => {
  const filter = { matches: () => false };
  const shard = new VirtualShard(records(1, 2, 3), () => null, { filter }).run();
  expect(shard.calls).toEqual([]);
  expect(shard.checkpoints).toEqual(['3']);
});
