import { describe, expect, test } from 'vitest';
import { seededRandom, systemRandom } from './random.ts';

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe.each([
  ['system', systemRandom],
  ['seeded', seededRandom(7)],
])('%s random', (_name, random) => {
  test('makes version 4 UUIDs, hexadecimal digits and fractions', () => {
    expect(random.uuid()).toMatch(UUID_V4);
    expect(random.uuid()).not.toBe(random.uuid());
    expect(random.hex(7)).toMatch(/^[0-9a-f]{7}$/);
    expect(random.fraction()).toBeGreaterThanOrEqual(0);
    expect(random.fraction()).toBeLessThan(1);
  });
});

test('hexadecimal digits never repeat, however many are taken', () => {
  const taken = Array.from({ length: 5000 }, () => systemRandom.hex(32));
  expect(new Set(taken).size).toBe(taken.length);
  for (const digits of [0, 1, 16_383, 16_384, 16_386, 40_000])
    expect(systemRandom.hex(digits)).toMatch(new RegExp(`^[0-9a-f]{${digits}}$`));
});

test('one seed always gives the same sequence', () => {
  const [first, second, other] = [seededRandom(1), seededRandom(1), seededRandom(2)];
  expect(first.uuid()).toBe(second.uuid());
  expect(first.fraction()).toBe(second.fraction());
  expect(first.uuid()).not.toBe(other.uuid());
});
