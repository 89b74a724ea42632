import { expect, test } from 'vitest';
import { expiryOf } from './expiry.ts';
import { failureOf } from './redrive-world.suite.ts';

const HOUR_MS = 3_600_000;
const STREAM = { retentionPeriodHours: 24, createdAtMs: -1 };
const failure = { ...failureOf(1, 2), firstArrivalMs: 0, lastArrivalMs: HOUR_MS };
const stateAt = (hours: number, stream: Parameters<typeof expiryOf>[1] = STREAM) =>
  expiryOf(failure, stream, hours * HOUR_MS).state;

test('it is soon when less than two hours or a tenth of the retention is left', () => {
  expect(stateAt(21)).toBe('ok');
  expect(stateAt(21.7)).toBe('soon');
  const week = { ...STREAM, retentionPeriodHours: 168 };
  expect(stateAt(150, week)).toBe('ok');
  expect(stateAt(152, week)).toBe('soon');
});

test('the range goes from its first record to its last', () => {
  expect(stateAt(24)).toBe('partly-gone');
  expect(stateAt(24.9)).toBe('partly-gone');
  expect(stateAt(25)).toBe('gone');
});

test('a stream that is gone, made anew, or not to be asked is told apart', () => {
  expect(expiryOf(failure, undefined, 0).state).toBe('gone');
  expect(stateAt(2, { ...STREAM, createdAtMs: 2 * HOUR_MS })).toBe('gone');
  expect(stateAt(2, 'unknown')).toBe('unknown');
});
