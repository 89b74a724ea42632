import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatSequenceNumber, LAST_INDEX, parseSequenceNumber } from './sequence-number.ts';

const seconds = fc.integer({ min: 0, max: 2 ** 36 - 1 });
const parts = fc.record({
  shardCreatedAtSeconds: seconds,
  shardIndex: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  index: fc.bigInt({ min: 0n, max: LAST_INDEX }),
  writtenAtSeconds: seconds,
});

test('a sequence number is read back as it was written', () => {
  fc.assert(
    fc.property(parts, (given) => {
      expect(parseSequenceNumber(formatSequenceNumber(given))).toEqual(given);
    }),
  );
});

test('in one shard the number grows with the index, whatever the write time', () => {
  fc.assert(
    fc.property(parts, seconds, (given, otherSeconds) => {
      fc.pre(given.index < LAST_INDEX);
      const next = { ...given, index: given.index + 1n, writtenAtSeconds: otherSeconds };
      expect(BigInt(formatSequenceNumber(next))).toBeGreaterThan(
        BigInt(formatSequenceNumber(given)),
      );
    }),
  );
});

test('a number of AWS is read by its layout', () => {
  const text = '49590338271490256608559692540925702759324208523137515618';
  expect(parseSequenceNumber(text)).toEqual({
    shardCreatedAtSeconds: 0x5bf4e5c2,
    shardIndex: 6,
    index: 0x67649260n,
    writtenAtSeconds: 0x5c181f25,
  });
  expect(text).toHaveLength(56);
});

test.each(['', '0', '5', '-1', '1e3', '9'.repeat(56), 'abc', '9'.repeat(130)])(
  '%j is no sequence number',
  (text) => {
    expect(parseSequenceNumber(text)).toBeUndefined();
  },
);
