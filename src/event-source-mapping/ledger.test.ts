import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ledger } from './ledger.ts';

test('the checkpoint goes as far as everything before it is finished', () => {
  const ledger = new Ledger(2);
  for (const [number, lane] of [
    ['1', 0],
    ['2', 1],
    ['3', 0],
    ['4', 1],
  ] as const) {
    ledger.add(number, lane);
  }
  ledger.finish(1, 2);
  expect(ledger.take()).toBeUndefined();
  ledger.finish(0, 1);
  expect(ledger.take()).toBe('2');
  expect(ledger.take()).toBeUndefined();
  ledger.finish(0, 1);
  expect(ledger.take()).toBe('4');
});

test('what is finished when it is read holds nothing up', () => {
  const ledger = new Ledger(1);
  ledger.add('1', undefined);
  ledger.add('2', 0);
  ledger.add('3', undefined);
  expect(ledger.take()).toBe('1');
  ledger.finish(0, 1);
  expect(ledger.take()).toBe('3');
});

test('a checkpoint taken ahead is not taken again, and none goes back behind it', () => {
  const ledger = new Ledger(2);
  for (const [number, lane] of [
    ['1', 0],
    ['2', 1],
  ] as const)
    ledger.add(number, lane);
  expect(ledger.takeAhead(0, 1)).toBe('1');
  expect(ledger.takeAhead(0, 1)).toBeUndefined();
  ledger.finish(0, 1);
  expect(ledger.take()).toBeUndefined();
  ledger.finish(1, 1);
  expect(ledger.take()).toBe('2');
});

test('of a record that became several, only the last one moves the checkpoint', () => {
  const ledger = new Ledger(1);
  ledger.add('1', 0);
  ledger.add(undefined, 0);
  ledger.add('2', 0);
  ledger.finish(0, 2);
  expect(ledger.take()).toBe('1');
  ledger.finish(0, 1);
  expect(ledger.take()).toBe('2');
});

test('in any order of finishing, no unfinished record is ever passed, and none is forgotten', () => {
  const history = fc.array(fc.nat(3), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(history, fc.infiniteStream(fc.nat(3)), (lanes, choices) => {
      const ledger = new Ledger(4);
      lanes.forEach((lane, index) => {
        ledger.add(String(index), lane);
      });
      const waiting = [0, 1, 2, 3].map((lane) =>
        lanes.flatMap((of, index) => (of === lane ? [index] : [])),
      );
      let last = -1;
      for (const choice of choices) {
        const lane = [0, 1, 2, 3].map((n) => (n + choice) % 4).find((n) => waiting[n]?.length);
        if (lane === undefined) break;
        waiting[lane]?.shift();
        ledger.finish(lane, 1);
        const checkpoint = ledger.take();
        if (checkpoint !== undefined) {
          expect(Number(checkpoint)).toBeGreaterThan(last);
          last = Number(checkpoint);
        }
        const firstWaiting = Math.min(...waiting.flat(), lanes.length);
        expect(last).toBe(firstWaiting - 1);
      }
    }),
    { numRuns: 200 },
  );
});
