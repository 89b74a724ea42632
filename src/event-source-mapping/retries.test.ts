import { describe, expect, test } from 'vitest';
import { PACES } from './pace.ts';
import { type Handler, Raised, record, VirtualShard } from './virtual-shard.suite.ts';

const records = (...numbers: number[]) => numbers.map((number) => record(number));
const raises: Handler = () => {
  throw new Raised('always');
};
const raisesOn =
  (bad: number): Handler =>
  (numbers) => {
    if (numbers.includes(bad)) throw new Raised(`${bad} is bad`);
  };
const names =
  (identifier: string): Handler =>
  () => ({ batchItemFailures: [{ itemIdentifier: identifier }] });
const MINUTE_MS = 60_000;

test.each([0, 1, 2, 3])(
  '%i retries are one call more, and the failure record counts the calls (rules 3.2.1, 3.2.2)',
  (maximumRetryAttempts) => {
    const shard = new VirtualShard(records(1), raises, { maximumRetryAttempts }).run(MINUTE_MS);
    expect(shard.calls).toHaveLength(maximumRetryAttempts + 1);
    expect(shard.failureRecords).toMatchObject([
      { requestContext: { approximateInvokeCount: maximumRetryAttempts + 1 } },
    ]);
  },
);

test('what comes while a batch is retried waits for the next batch (rules 3.2.6, 3.7.1)', () => {
  const shard = new VirtualShard(records(1, 2), raisesOn(1), {
    batchSize: 10,
    maximumRetryAttempts: 2,
    parallelizationFactor: 2, // the other lane goes on reading
    pace: PACES.fast,
  }).run(5);
  shard.put(record(3));
  shard.clock.advance(MINUTE_MS);
  expect(shard.numbersCalled).toEqual([[1, 2], [1, 2], [1, 2], [3]]);
  expect(shard.failureRecords).toMatchObject([{ KinesisBatchInfo: { batchSize: 2 } }]);
});

test('each pause is twice the one before, and a minute at most (rules 3.3.1, 3.3.5)', () => {
  const shard = new VirtualShard(records(1), raises).run(10 * MINUTE_MS);
  const pauses = shard.calls.slice(1).map(({ atMs }, index) => atMs - shard.calls[index]!.atMs);
  const doubled = [200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 51_200];
  expect(pauses.slice(0, 9)).toEqual(doubled);
  expect(pauses.slice(9).length).toBeGreaterThan(3);
  expect(new Set(pauses.slice(9))).toEqual(new Set([MINUTE_MS]));
});

describe('bisect', () => {
  const settings = {
    batchSize: 4,
    maximumRetryAttempts: 1,
    bisectBatchOnFunctionError: true,
    functionResponseTypes: ['ReportBatchItemFailures'] as const,
  };

  test('splits a batch whose answer names none of its records (rule 3.5.1)', () => {
    const shard = new VirtualShard(records(1, 2), names('no such record'), settings);
    shard.run(MINUTE_MS);
    expect(shard.numbersCalled).toEqual([[1, 2], [1], [1], [2], [2]]);
  });

  test('splits a batch that raised in the middle, with partial responses too (rule 3.5.8)', () => {
    const shard = new VirtualShard(records(1, 2, 3, 4), raisesOn(2), settings).run(MINUTE_MS);
    expect(shard.numbersCalled).toEqual([[1, 2, 3, 4], [1, 2], [1], [2], [2], [3, 4]]);
  });

  test('gives each part retries and a request id of its own (rules 3.2.5, 3.5.5)', () => {
    const shard = new VirtualShard(records(1, 2), raises, settings).run(MINUTE_MS);
    expect(shard.numbersCalled).toEqual([[1, 2], [1], [1], [2], [2]]);
    const [whole, left, leftAgain, right, rightAgain] = shard.calls.map((call) => call.requestId);
    expect([left, right]).toEqual([leftAgain, rightAgain]);
    expect(new Set([whole, left, right]).size).toBe(3);
  });
});
