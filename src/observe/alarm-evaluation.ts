import { type AlarmConfiguration, type AlarmState, COMPARISONS, type StateValue } from './alarm.ts';
import { reasonData, reasonOf } from './alarm-reason.ts';
import type { Datapoint, RealDatapoint, Verdict } from './alarm-verdict.ts';

/**
 * How many periods are looked at, of which those without data may be passed over. AWS documents that
 * there are more than the evaluation periods, and shows two more in its examples.
 */
export const evaluationRange = ({ evaluationPeriods }: AlarmConfiguration) => evaluationPeriods + 2;

/**
 * The state of an alarm by the periods of its range, the latest first; undefined when it stays as it
 * is. Source: CloudWatch user guide, "Configuring how CloudWatch alarms treat missing data", with
 * both of its tables.
 */
export function judge(
  alarm: AlarmConfiguration,
  periods: readonly Datapoint[],
): Verdict | undefined {
  const { evaluationPeriods, datapointsToAlarm: needed = evaluationPeriods, threshold } = alarm;
  const isReal = (one: Datapoint): one is RealDatapoint => one.value !== undefined;
  const real = periods.filter(isReal).slice(0, evaluationPeriods);
  const { breaches } = COMPARISONS[alarm.comparison];
  const breaching = real.filter(({ value }) => breaches(value, threshold));
  const missing = evaluationPeriods - real.length;
  const verdict = (state: StateValue, filled = 0) => ({ state, real, breaching, filled });
  const byCount = (count: number) => (count >= needed ? 'ALARM' : 'OK');
  if (missing === 0 || breaching.length >= needed) return verdict(byCount(breaching.length));
  const { treatMissingData = 'missing' } = alarm;
  if (treatMissingData === 'breaching')
    return verdict(byCount(breaching.length + missing), missing);
  if (treatMissingData === 'notBreaching') return verdict('OK', missing);
  if (breaching.length < real.length) return verdict('OK');
  if (treatMissingData === 'ignore') return undefined;
  if (real.length === 0) return verdict('INSUFFICIENT_DATA', missing);
  // All data there is are breaching: an alarm, unless they are too new for one.
  const age = periods.indexOf(real.at(-1)!) + 1;
  return age >= needed ? verdict('ALARM') : undefined;
}

/** The state that an alarm goes over to; undefined when it stays as it is. */
export function evaluate(
  alarm: AlarmConfiguration & { readonly state: AlarmState },
  periods: readonly Datapoint[],
  nowMs: number,
): AlarmState | undefined {
  const verdict = judge(alarm, periods);
  if (!verdict || verdict.state === alarm.state.value) return undefined;
  return {
    value: verdict.state,
    reason: reasonOf(alarm, verdict),
    reasonData: reasonData(alarm, verdict, nowMs),
  };
}
