import { expect, test } from 'vitest';
import { seededRandom } from '../random/random.ts';
import { periodicRate } from './periodic-rate.ts';
import { periodicTable } from './periodic-table.ts';

const HOUR_MS = 3_600_000;
/** A Monday at nine, in this machine's zone. */
const MONDAY_NINE = new Date(2026, 0, 5, 9).getTime();
const rateOf = (text: string, startMs = MONDAY_NINE, seed = 1) =>
  periodicRate(periodicTable(text), { startMs, random: seededRandom(seed) });

test('each hour of the week has its rate, and the last line that names it counts', () => {
  const due = rateOf('* * 10\nmon-fri 9-17 100 # work\nfri-sun,wed 10 7\n');
  expect(due(HOUR_MS)).toBe(360_000);
  expect(due(500)).toBe(50);
  // From 18 on it is 10 again; what has passed may be asked for.
  expect(due(10 * HOUR_MS) - due(9 * HOUR_MS)).toBe(36_000);
  expect(due(HOUR_MS)).toBe(360_000);
  const sunday = rateOf('sat-sun 10 7', MONDAY_NINE + 6 * 24 * HOUR_MS);
  expect([sunday(HOUR_MS), sunday(2 * HOUR_MS), sunday(3 * HOUR_MS)]).toEqual([0, 25_200, 25_200]);
});

test('a deviation spreads the seconds around the mean, the same for the same seed', () => {
  const [due, same, other] = [1, 1, 2].map((seed) => rateOf('* * 100 20', MONDAY_NINE, seed));
  const seconds = Array.from({ length: 3600 }, (_, at) => {
    return (due?.((at + 1) * 1000) ?? 0) - (due?.(at * 1000) ?? 0);
  });
  const mean = seconds.reduce((sum, one) => sum + one, 0) / seconds.length;
  const squares = seconds.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  expect(mean).toBeGreaterThan(98);
  expect(mean).toBeLessThan(102);
  expect(Math.sqrt(squares / seconds.length)).toBeGreaterThan(18);
  expect(same?.(HOUR_MS)).toBe(due?.(HOUR_MS));
  expect(other?.(HOUR_MS)).not.toBe(due?.(HOUR_MS));
});

test('what is due never becomes less, however wide the deviation', () => {
  const due = rateOf('* * 1 1000');
  const seen = Array.from({ length: 500 }, (_, at) => due(at * 100));
  expect(seen).toEqual([...seen].sort((one, other) => one - other));
});

test.each([
  'mon 9',
  'someday 9 100',
  'mon 24 100',
  'mon 9 -1',
  'mon 9 many',
  'mon 9 1e9',
  'mon 9 99999999',
  'mon 9 100 10 1',
  'mon-tue-wed 9 100',
  'mon, 9 100',
])('%j is refused, with its line', (line) => {
  expect(() => periodicTable(`* * 1\n${line}`)).toThrow('line 2');
});

test.each(['', '# nothing\n', '* * 0'])('a table like %j makes no record', (text) => {
  expect(() => periodicTable(text)).toThrow('no record at any time');
});
