import { expect, test } from 'vitest';
import { ShardBudget } from './shard-budget.ts';
import { ShardMap } from './shard-map.ts';

const MIB = 1024 * 1024;

/** How many records of a size a shard takes within `seconds`, asked every millisecond. */
function taken(bytes: number, seconds: number): number {
  const budget = new ShardBudget();
  let count = 0;
  for (let ms = 0; ms < seconds * 1000; ms++) {
    while (budget.take('a', bytes, ms)) count++;
  }
  return count;
}

test('a shard takes a thousand small records a second', () => {
  expect(taken(10, 10)).toBeGreaterThanOrEqual(10_000);
  expect(taken(10, 10)).toBeLessThanOrEqual(10_100);
});

test('a shard takes 1 MiB of large records a second', () => {
  expect(taken(MIB / 10, 10)).toBeGreaterThanOrEqual(98);
  expect(taken(MIB / 10, 10)).toBeLessThanOrEqual(102);
});

test('a record of the largest size goes too, and the shard rests after it', () => {
  const budget = new ShardBudget();
  expect(budget.take('a', MIB, 0)).toBe(true);
  expect(budget.take('a', 1, 0)).toBe(false);
  expect(budget.take('a', 1, 899)).toBe(false);
  expect(budget.take('a', 1, 901)).toBe(true);
});

test('shards do not count for each other', () => {
  const budget = new ShardBudget();
  while (budget.take('a', 10, 0));
  expect(budget.take('b', 10, 0)).toBe(true);
});

test('a partition key belongs to the shard that holds its MD5 sum', () => {
  const shards = new ShardMap([
    { shardId: 'upper', startingHashKey: `${2n ** 127n}` },
    { shardId: 'lower', startingHashKey: '0' },
  ]);
  // MD5('a') begins with 0c, MD5('b') with 92, MD5('c') with 4a.
  expect(['a', 'b', 'c'].map((key) => shards.shardOf(key))).toEqual(['lower', 'upper', 'lower']);
});
