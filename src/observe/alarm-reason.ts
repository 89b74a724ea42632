import { type AlarmConfiguration, COMPARISONS, type Treatment } from './alarm.ts';
import type { RealDatapoint, Verdict } from './alarm-verdict.ts';

/** How many values are told. AWS tells only some of many too; how many is our choice. */
const MOST_TOLD = 10;

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

/** As Java spells a number: `10.0`. */
const number = (value: number) => (Number.isInteger(value) ? value.toFixed(1) : `${value}`);

/** `29/11/26 01:18:00` */
function date(atMs: number): string {
  const [, year, month, day, time] = /^..(..)-(..)-(..)T(.{8})/.exec(iso(atMs)) ?? [];
  return `${day}/${month}/${year} ${time}`;
}
const iso = (atMs: number) => new Date(atMs).toISOString();

/** AWS's own way to write a time in JSON: `2026-11-29T01:18:00.000+0000`. */
export const writeTime = (atMs: number) => iso(atMs).replace('Z', '+0000');

const TREATED: Readonly<Partial<Record<Treatment, string>>> = {
  breaching: '[Breaching]',
  notBreaching: '[NonBreaching]',
};

/** Why an alarm goes over to a state, in AWS's words (as users have shown them). */
export function reasonOf(alarm: AlarmConfiguration, verdict: Verdict): string {
  const { state, real, filled } = verdict;
  if (state === 'INSUFFICIENT_DATA') {
    const were = filled === 1 ? 'was' : 'were';
    return `Insufficient Data: ${plural(filled, 'datapoint')} ${were} unknown.`;
  }
  const treated = TREATED[alarm.treatMissingData ?? 'missing'];
  if (real.length === 0) {
    const were = filled === 1 ? 'was' : 'were';
    const missing = `${plural(filled, 'missing datapoint')} ${were} treated as ${treated}`;
    const periods = plural(filled, 'period');
    return `Threshold Crossed: no datapoints were received for ${periods} and ${missing}.`;
  }
  return `Threshold Crossed: ${ofData(alarm, verdict)} ${transition(alarm, state)}.`;
}

function ofData(alarm: AlarmConfiguration, { state, real, breaching }: Verdict): string {
  const { threshold, comparison } = alarm;
  const isAlarm = state === 'ALARM';
  const shown = isAlarm ? breaching : real.filter((one) => !breaching.includes(one));
  const told = shown.slice(0, MOST_TOLD);
  const values = told.map(({ value, timestampMs }) => `${number(value)} (${date(timestampMs)})`);
  const were = shown.length === 1 ? 'was' : 'were';
  const how = `${isAlarm ? '' : 'not '}${COMPARISONS[comparison].text} the threshold`;
  const count = `${shown.length} out of the last ${plural(real.length, 'datapoint')}`;
  return `${count} [${values.join(', ')}] ${were} ${how} (${number(threshold)})`;
}

function transition(alarm: AlarmConfiguration, state: Verdict['state']): string {
  const { evaluationPeriods, datapointsToAlarm = evaluationPeriods } = alarm;
  const isAlarm = state === 'ALARM';
  const least = isAlarm ? datapointsToAlarm : evaluationPeriods - datapointsToAlarm + 1;
  const way = isAlarm ? 'OK -> ALARM' : 'ALARM -> OK';
  return `(minimum ${plural(least, 'datapoint')} for ${way} transition)`;
}

/** The same as data: JSON of version 1.0 (CloudWatch user guide, events of alarms). */
export function reasonData(alarm: AlarmConfiguration, verdict: Verdict, nowMs: number): string {
  const { statistic, unit, periodMs, threshold } = alarm;
  const told = verdict.real.slice(0, MOST_TOLD);
  const oldestFirst: readonly RealDatapoint[] = [...told].reverse();
  const first = oldestFirst[0];
  return JSON.stringify({
    version: '1.0',
    queryDate: writeTime(nowMs),
    ...(first && { startDate: writeTime(first.timestampMs) }),
    ...(unit !== undefined && { unit }),
    statistic,
    period: periodMs / 1000,
    recentDatapoints: oldestFirst.map(({ value }) => value),
    threshold,
    evaluatedDatapoints: told.map(({ timestampMs, sampleCount, value }) => ({
      timestamp: writeTime(timestampMs),
      sampleCount,
      value,
    })),
  });
}
