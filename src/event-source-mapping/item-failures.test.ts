import { expect, test } from 'vitest';
import { readItemFailures } from './item-failures.ts';
import { Raised, record, VirtualShard } from './virtual-shard.suite.ts';

const BATCH = [1, 2, 3, 4].map((number) => record(number));
const naming = (...identifiers: unknown[]) => {
  const items = identifiers.map((itemIdentifier) => ({ itemIdentifier }));
  return JSON.stringify({ batchItemFailures: items });
};

test.each(['', '""', 'null', '[]', '{}', '{"batchItemFailures":[]}', '{"batchItemFailures":null}'])(
  'the answer %j is a full success (rule 3.4.4)',
  (answer) => {
    expect(readItemFailures(answer, BATCH)).toEqual({ type: 'none' });
  },
);

test.each([
  naming(''),
  naming(null),
  naming(1),
  naming('5'),
  naming('1', '5'),
  '{"batchItemFailures":[{"foo":123}]}',
  '{"batchItemFailures":[null]}',
  '{"batchItemFailures":"1"}',
])('the answer %s fails the whole batch (rule 3.4.4)', (answer) => {
  expect(readItemFailures(answer, BATCH)).toEqual({ type: 'invalid' });
});

test('of several records the lowest counts, and all behind it come again (rules 3.4.2, 3.4.3)', () => {
  const answers = [naming('4', '2', '3'), naming()];
  const shard = new VirtualShard([...BATCH], () => answers.shift(), {
    batchSize: 4,
    functionResponseTypes: ['ReportBatchItemFailures'],
  }).run();
  expect(shard.numbersCalled).toEqual([
    [1, 2, 3, 4],
    [2, 3, 4],
  ]);
  expect(shard.checkpoints).toEqual(['1', '4']);
});

test('numbers are compared by their value: a longer one is the higher one (rule 3.4.3)', () => {
  const batch = [9, 10, 11].map((number) => record(number));
  expect(readItemFailures(naming('10', '9'), batch)).toEqual({ type: 'from', index: 0 });
});

test('the records of an aggregate share their number, and come again together (rule 2.5.4)', () => {
  const answers = [naming('2'), naming()];
  const shard = new VirtualShard(
    [1, 2, 2, 2, 3].map((n) => record(n)),
    () => answers.shift(),
    {
      functionResponseTypes: ['ReportBatchItemFailures'],
    },
  ).run();
  expect(shard.numbersCalled).toEqual([
    [1, 2, 2, 2, 3],
    [2, 2, 2, 3],
  ]);
});

test('an exception fails the whole batch, whatever was reported before (rule 3.4.4)', () => {
  const shard = new VirtualShard(
    [...BATCH],
    () => {
      throw new Raised(naming('3'));
    },
    { maximumRetryAttempts: 0, functionResponseTypes: ['ReportBatchItemFailures'] },
  ).run();
  expect(shard.failureRecords).toMatchObject([{ KinesisBatchInfo: { batchSize: 4 } }]);
});
