import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rateOf } from './rate.ts';

test('a constant rate makes the same number each second', () => {
  const due = rateOf({ perSecond: 50 });
  expect([0, 1000, 2000].map(due)).toEqual([0, 50, 100]);
});

test('a ramp goes from one rate to another evenly, and stays there', () => {
  const due = rateOf({ perSecond: 0, ramp: { toPerSecond: 100, overMs: 10_000 } });
  expect(due(10_000)).toBe(500);
  expect(due(5000)).toBe(125);
  expect(due(12_000) - due(11_000)).toBe(100);
});

test('a swing comes back to its mean after each period', () => {
  const due = rateOf({ perSecond: 100, swing: { byPerSecond: 100, periodMs: 60_000 } });
  expect(due(60_000)).toBeCloseTo(6000);
  expect(due(120_000)).toBeCloseTo(12_000);
  expect(due(16_000) - due(14_000)).toBeCloseTo(400, -1);
  expect(due(46_000) - due(44_000)).toBeCloseTo(0, -1);
});

test('what is due never becomes less', () => {
  const settings = fc.record({
    perSecond: fc.integer({ min: 1, max: 5000 }),
    change: fc.option(
      fc.oneof(
        fc.record({ toPerSecond: fc.nat(5000), overMs: fc.integer({ min: 1, max: 100_000 }) }),
        fc.record({ part: fc.nat(100), periodMs: fc.integer({ min: 1, max: 100_000 }) }),
      ),
    ),
  });
  fc.assert(
    fc.property(settings, fc.nat(1_000_000), fc.nat(1000), ({ perSecond, change }, at, more) => {
      const due = rateOf({
        perSecond,
        ...(change && 'overMs' in change && { ramp: change }),
        ...(change &&
          'part' in change && {
            swing: { byPerSecond: (perSecond * change.part) / 100, periodMs: change.periodMs },
          }),
      });
      expect(due(at + more)).toBeGreaterThanOrEqual(due(at) - 1e-6);
    }),
  );
});

test.each([
  [{ perSecond: 0 }],
  [{ perSecond: 10, swing: { byPerSecond: 11, periodMs: 1000 } }],
  [{ perSecond: 'max', ramp: { toPerSecond: 1, overMs: 1 } }],
  [{ perSecond: 0, ramp: { toPerSecond: 0, overMs: 1 } }],
  [
    {
      perSecond: 9,
      ramp: { toPerSecond: 1, overMs: 1 },
      swing: { byPerSecond: 1, periodMs: 1000 },
    },
  ],
] as const)('%j is no rate', (settings) => {
  expect(() => rateOf(settings)).toThrow(/rate|As fast/);
});
