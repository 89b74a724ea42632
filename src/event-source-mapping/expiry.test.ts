import { expect, test } from 'vitest';
import { type Handler, Raised, Refused, record, VirtualShard } from './virtual-shard.suite.ts';

const MINUTE_MS = 60_000;
const AGE = { maximumRecordAgeInSeconds: 60 };
const raises: Handler = () => {
  throw new Raised('always');
};
const conditions = (shard: VirtualShard) =>
  shard.failureRecords.map(({ requestContext }) => requestContext?.condition);

test('an age is counted from the arrival of the record, not from its first call (rule 3.6.1)', () => {
  const shard = new VirtualShard([record(1, { ageMs: 50_000 })], raises, AGE).run(10_000);
  expect(shard.failureRecords).toEqual([]);
  shard.clock.advance(1);
  expect(conditions(shard)).toEqual(['RecordAgeExceeded']);
});

test('with batches of one, each expired record has a failure record of its own (rule 3.6.6)', () => {
  const old = [1, 2, 3].map((number) => record(number, { ageMs: 61_000 }));
  const shard = new VirtualShard(old, raises, { ...AGE, batchSize: 1 }).run();
  expect(shard.calls).toEqual([]);
  expect(shard.failureRecords).toMatchObject(
    ['1', '2', '3'].map((startSequenceNumber) => ({
      requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 1 },
      KinesisBatchInfo: { batchSize: 1, startSequenceNumber },
    })),
  );
});

test.each([
  ['RetryAttemptsExhausted', 3, 4],
  ['RecordAgeExceeded', 100, 9],
])(
  'of two limits the one that is reached first is named: %s (rule 3.6.9)',
  (condition, maximumRetryAttempts, calls) => {
    const shard = new VirtualShard([record(1)], raises, { ...AGE, maximumRetryAttempts });
    shard.run(10 * MINUTE_MS);
    expect(conditions(shard)).toEqual([condition]);
    expect(shard.calls).toHaveLength(calls);
  },
);

test('a function that refuses all calls is asked until the record is too old (rules 3.1.2, 3.6.3)', () => {
  const refuses = () => {
    throw new Refused();
  };
  const shard = new VirtualShard([record(1)], refuses, { ...AGE, maximumRetryAttempts: 0 });
  shard.run(2 * MINUTE_MS);
  expect(shard.failureRecords).toMatchObject([
    { requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 1 } },
  ]);
});

test('without an age limit an old record is as good as any (rule 3.6.7)', () => {
  const shard = new VirtualShard([record(1, { ageMs: 23 * 60 * MINUTE_MS })], () => null).run();
  expect(shard.numbersCalled).toEqual([[1]]);
  expect(shard.failureRecords).toEqual([]);
});

test('the failure record of a batch of 10,000 is as short as that of one (rule 3.8.9)', () => {
  const many = Array.from({ length: 10_000 }, (_, number) => record(number));
  const settings = { batchSize: 10_000, maximumRetryAttempts: 0 };
  const shard = new VirtualShard(many, raises, settings).run();
  expect(shard.failureRecords).toMatchObject([{ KinesisBatchInfo: { batchSize: 10_000 } }]);
  expect(JSON.stringify(shard.failureRecords[0]).length).toBeLessThan(1000);
});
