import { expect, test } from 'vitest';
import type { HydratedRecord } from './failure.ts';
import { rangeBounds } from './range-bounds.ts';
import { failureOf, recordOf } from './redrive-world.suite.ts';

const MINUTE_MS = 60_000;

/** How many of some records a message can stand for, and why not of the next. */
function cutOf(records: readonly HydratedRecord[], more: Parameters<typeof failureOf>[2]) {
  const whyCut = rangeBounds(failureOf(1, 1, more));
  for (const [index, next] of records.entries()) {
    const text = whyCut(next, index);
    if (text !== undefined) return { after: index, text };
  }
  return undefined;
}

test('what arrived a minute after the last record of the message is none of its own', () => {
  const arriving = (...arrivals: number[]) =>
    arrivals.map((approximateArrivalTimestamp, index) =>
      recordOf(index, { approximateArrivalTimestamp }),
    );
  const times = { lastArrivalMs: 5000, failedAtMs: 9000 };
  expect(cutOf(arriving(5000, 5000 + MINUTE_MS), times)).toBeUndefined();
  expect(cutOf(arriving(1, 5001 + MINUTE_MS, 2), times)).toMatchObject({
    after: 1,
    text: expect.stringContaining('Cut before 4901'),
  });
});

test('what arrived after the message was sent is none, whatever arrivals it names', () => {
  const late = [recordOf(1, { approximateArrivalTimestamp: 9001 + MINUTE_MS })];
  const times = { lastArrivalMs: 8.64e15, failedAtMs: 9000 };
  expect(cutOf(late, times)).toMatchObject({ after: 0 });
});

test.each([
  [1, 10_100],
  [100, 20_000],
  [-1, 10_000],
])('a message of %i records may be a range of %i', (records, most) => {
  const whyCut = rangeBounds(failureOf(1, 1, { records }));
  expect(whyCut(recordOf(0), most - 1)).toBeUndefined();
  expect(whyCut(recordOf(0), most)).toContain(`Cut after ${most} records`);
});

test('a message that claims a huge batch is cut by the bytes that are kept', () => {
  const large = recordOf(0, { data: Buffer.alloc(1024 * 1024) });
  const found = cutOf(
    Array.from({ length: 300 }, () => large),
    { records: 1e9 },
  );
  expect(found?.after).toBe(256);
});
