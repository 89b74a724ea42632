import { describe, expect, test } from 'vitest';
import { type AlarmConfiguration, TREATMENTS, type Treatment } from './alarm.ts';
import { evaluate, judge } from './alarm-evaluation.ts';
import type { Datapoint } from './alarm-verdict.ts';

const ALARM: AlarmConfiguration = {
  actionsEnabled: true,
  actions: { OK: [], ALARM: [], INSUFFICIENT_DATA: [] },
  metric: { namespace: 'Shop', name: 'Orders', dimensions: [] },
  statistic: 'Sum',
  periodMs: 60_000,
  evaluationPeriods: 3,
  threshold: 5,
  comparison: 'GreaterThanThreshold',
};
const END_MS = Date.UTC(2026, 10, 29, 1, 20);

/** Periods as the user guide draws them, the latest last: `0` is fine, `X` breaches, `-` is missing. */
const periods = (drawn: string): Datapoint[] =>
  [...drawn.replaceAll(' ', '')].reverse().map((sign, index) => ({
    timestampMs: END_MS - (index + 1) * 60_000,
    value: { '0': 1, X: 9 }[sign],
    sampleCount: 1,
  }));

/** What the table says for: breaching, notBreaching, ignore, missing. */
type Row = readonly [drawn: string, string, string, string, string];

describe.each([
  {
    name: 'three of three',
    needed: 3,
    rows: [
      ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
      ['0 - - - -', 'OK', 'OK', 'OK', 'OK'],
      ['- - - - -', 'ALARM', 'OK', 'retained', 'INSUFFICIENT_DATA'],
      ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
      ['- - X - -', 'ALARM', 'OK', 'retained', 'ALARM'],
      ['- - - - X', 'ALARM', 'OK', 'retained', 'retained'],
    ] as Row[],
  },
  {
    name: 'two of three',
    needed: 2,
    rows: [
      ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
      ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
      ['0 - X - -', 'ALARM', 'OK', 'OK', 'OK'],
      ['- - - - 0', 'ALARM', 'OK', 'OK', 'OK'],
      ['- - - X -', 'ALARM', 'OK', 'retained', 'ALARM'],
    ] as Row[],
  },
])('$name, as the user guide has it', ({ needed, rows }) => {
  test.each(rows)('%s', (drawn, ...expected) => {
    const states = TREATMENTS.map((treatMissingData: Treatment) => {
      const alarm = { ...ALARM, datapointsToAlarm: needed, treatMissingData };
      return judge(alarm, periods(drawn))?.state ?? 'retained';
    });
    expect(states).toEqual(expected);
  });
});

test.each([
  ['GreaterThanThreshold', [false, false, true]],
  ['GreaterThanOrEqualToThreshold', [false, true, true]],
  ['LessThanThreshold', [true, false, false]],
  ['LessThanOrEqualToThreshold', [true, true, false]],
] as const)('%s compares with the threshold', (comparison, expected) => {
  const alarm = { ...ALARM, evaluationPeriods: 1, comparison };
  const isAlarm = [4, 5, 6].map(
    (value) => judge(alarm, [{ timestampMs: 0, value }])?.state === 'ALARM',
  );
  expect(isAlarm).toEqual(expected);
});

const going = (from: 'OK' | 'ALARM', drawn: string, more: object = {}) =>
  evaluate({ ...ALARM, ...more, state: { value: from, reason: '' } }, periods(drawn), END_MS);

test.each([
  [
    ...['OK', 'X X X'],
    { datapointsToAlarm: 2 },
    'Threshold Crossed: 3 out of the last 3 datapoints [9.0 (29/11/26 01:19:00), 9.0 (29/11/26 01:18:00), 9.0 (29/11/26 01:17:00)] were greater than the threshold (5.0) (minimum 2 datapoints for OK -> ALARM transition).',
  ],
  [
    ...['ALARM', '0'],
    { evaluationPeriods: 1 },
    'Threshold Crossed: 1 out of the last 1 datapoint [1.0 (29/11/26 01:19:00)] was not greater than the threshold (5.0) (minimum 1 datapoint for ALARM -> OK transition).',
  ],
  [...['OK', '-'], { evaluationPeriods: 1 }, 'Insufficient Data: 1 datapoint was unknown.'],
  [...['OK', '- - -'], {}, 'Insufficient Data: 3 datapoints were unknown.'],
  [
    ...['OK', '-'],
    { evaluationPeriods: 1, treatMissingData: 'breaching' },
    'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].',
  ],
] as ['OK' | 'ALARM', string, object, string][])(
  'from %s by %s %j',
  (from, drawn, more, reason) => {
    expect(going(from, drawn, more)?.reason).toBe(reason);
  },
);

test('the reason comes as data too', () => {
  expect(JSON.parse(going('OK', '0 X X X', { unit: 'Count' })!.reasonData!)).toEqual({
    version: '1.0',
    queryDate: '2026-11-29T01:20:00.000+0000',
    startDate: '2026-11-29T01:17:00.000+0000',
    unit: 'Count',
    statistic: 'Sum',
    period: 60,
    recentDatapoints: [9, 9, 9],
    threshold: 5,
    evaluatedDatapoints: ['01:19', '01:18', '01:17'].map((time) => ({
      timestamp: `2026-11-29T${time}:00.000+0000`,
      sampleCount: 1,
      value: 9,
    })),
  });
});

test('an alarm that stays in its state is left as it is', () => {
  expect(going('ALARM', 'X X X')).toBeUndefined();
});
