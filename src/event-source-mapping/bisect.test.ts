import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PACES } from './pace.ts';
import { Raised, record, VirtualShard } from './virtual-shard.suite.ts';

/** How often a batch of `size` is halved until the record at `index` stands alone. */
function depthOf(index: number, size: number): number {
  if (size === 1) return 0;
  const left = Math.floor(size / 2);
  return 1 + (index < left ? depthOf(index, left) : depthOf(index - left, size - left));
}

/**
 * AWS halves at the first failure and retries only single records, so one poison pill takes an
 * invocation for each batch that is halved, one for each half without it, and its own attempts.
 */
const leastInvocations = (index: number, size: number, retries: number) =>
  2 * depthOf(index, size) + 1 + retries;

function isolate(index: number, size: number, retries: number): VirtualShard {
  const records = Array.from({ length: size }, (_, number) => record(number));
  const raises = (numbers: number[]) => {
    if (numbers.includes(index)) throw new Raised('bad');
  };
  const settings = {
    batchSize: size,
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: retries,
    pace: PACES.fast,
  };
  return new VirtualShard(records, raises, settings).run(60_000);
}

test.each([
  [0, 13],
  [4999, 14],
  [9999, 14],
])('the poison pill at %i of 10,000 is isolated in the fewest invocations', (index, depth) => {
  expect(depthOf(index, 10_000)).toBe(depth);
  const shard = isolate(index, 10_000, 5);
  expect(shard.calls).toHaveLength(leastInvocations(index, 10_000, 5));
  expect(shard.failureRecords).toMatchObject([
    { KinesisBatchInfo: { batchSize: 1, startSequenceNumber: String(index) } },
  ]);
});

test('and so is any poison pill in a batch of any size, each good record processed once', () => {
  const place = fc
    .integer({ min: 1, max: 300 })
    .chain((size) => fc.tuple(fc.nat(size - 1), fc.constant(size), fc.nat(3)));
  fc.assert(
    fc.property(place, ([index, size, retries]) => {
      const shard = isolate(index, size, retries);
      expect(shard.calls).toHaveLength(leastInvocations(index, size, retries));
      const processed = shard.numbersCalled.filter((numbers) => !numbers.includes(index)).flat();
      const good = Array.from({ length: size }, (_, number) => number).filter((n) => n !== index);
      expect(processed).toEqual(good);
    }),
    { numRuns: 100 },
  );
});
