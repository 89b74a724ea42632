import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VirtualClock } from './virtual-clock.ts';

test('calls are made in the order of their times, then of their asking', () => {
  const call = fc.record({ atMs: fc.integer({ min: 0, max: 20 }), isCancelled: fc.boolean() });
  fc.assert(
    fc.property(fc.array(call, { maxLength: 60 }), (calls) => {
      const clock = new VirtualClock(0);
      const made: number[] = [];
      const timers = calls.map(({ atMs }, index) => clock.at(atMs, () => made.push(index)));
      calls.forEach(({ isCancelled }, index) => {
        if (isCancelled) timers[index]?.cancel();
      });
      while (clock.next());
      const expected = calls
        .map((planned, index) => ({ ...planned, index }))
        .filter(({ isCancelled }) => !isCancelled)
        .sort((one, other) => one.atMs - other.atMs || one.index - other.index);
      expect(made).toEqual(expected.map(({ index }) => index));
    }),
  );
});

test('what was due while the clock leapt ahead comes late', () => {
  const clock = new VirtualClock(0);
  const seen: number[] = [];
  clock.at(10, () => seen.push(clock.now()));
  clock.jump(100);
  clock.next();
  expect(seen).toEqual([100]);
});
