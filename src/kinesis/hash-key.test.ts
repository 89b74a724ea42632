import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  findByHashKey,
  HASH_KEY_COUNT,
  hashKeyOf,
  hexOf,
  parseExplicitHashKey,
  splitHashKeySpace,
} from './hash-key.ts';

test('the hash key of a partition key is its MD5 sum as a number', () => {
  expect(hashKeyOf('a')).toBe('0cc175b9c0f1b6a831c399e269772661');
  expect(hashKeyOf('ü')).toBe(hashKeyOf('\u00fc'));
});

test('four shards divide the space as AWS divides it', () => {
  expect(splitHashKeySpace(4).map((range) => String(range.starting))).toEqual([
    '0',
    '85070591730234615865843651857942052864',
    '170141183460469231731687303715884105728',
    '255211775190703847597530955573826158592',
  ]);
});

test('the ranges of any number of shards follow each other over the whole space', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), (count) => {
      const ranges = splitHashKeySpace(count);
      expect(ranges[0]?.starting).toBe(0n);
      expect(ranges.at(-1)?.ending).toBe(HASH_KEY_COUNT - 1n);
      for (const [position, range] of ranges.entries()) {
        expect(range.ending).toBeGreaterThanOrEqual(range.starting);
        if (position > 0) expect(range.starting).toBe(ranges[position - 1]!.ending + 1n);
      }
    }),
  );
});

test('every hash key is found in the one range that covers it', () => {
  const anyHashKey = fc.bigInt({ min: 0n, max: HASH_KEY_COUNT - 1n });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), anyHashKey, (count, hashKey) => {
      const holders = splitHashKeySpace(count).map((range) => ({
        ...range,
        startingHex: hexOf(range.starting),
      }));
      const { starting, ending } = findByHashKey(holders, hexOf(hashKey));
      expect(starting <= hashKey && hashKey <= ending).toBe(true);
    }),
  );
});

test.each(['0', String(HASH_KEY_COUNT - 1n)])('%s is an explicit hash key', (text) => {
  expect(String(parseExplicitHashKey(text))).toBe(text);
});

test.each([String(HASH_KEY_COUNT), '-1', '01', ''])('%j is no explicit hash key', (text) => {
  expect(() => parseExplicitHashKey(text)).toThrow(
    'Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. ' +
      `Specified value was ${text}`,
  );
});
