import type { Scope } from '../aws/scope.ts';
import type { Alarm, AlarmConfiguration, Comparison, Treatment } from '../observe/alarm.ts';
import type { Alarms } from '../observe/alarms.ts';
import type { Statistic } from '../observe/metric-statistics.ts';
import type { Plan, PlannedAlarm } from '../template/plan.ts';

/**
 * Puts the alarms. One that is as the template has it is left alone, so that its history does not
 * grow with every start.
 *
 * @throws MetricError for a configuration that no alarm can have
 */
export async function applyAlarms(
  alarms: Alarms,
  scope: Scope,
  plan: Pick<Plan, 'alarms'>,
): Promise<void> {
  const existing = new Map(alarms.list(scope).map((alarm) => [alarm.name, alarm]));
  for (const planned of plan.alarms) {
    const configuration = configurationOf(planned);
    const known = existing.get(planned.name);
    if (known && isAs(known, configuration)) continue;
    await alarms.put(scope, planned.name, configuration);
  }
}

/** The plan has checked the choices against their tables. */
function configurationOf(planned: PlannedAlarm): AlarmConfiguration {
  const { namespace, metricName: name, dimensions } = planned;
  return {
    description: planned.description,
    actionsEnabled: planned.actionsEnabled,
    actions: planned.actions,
    metric: { namespace, name, dimensions },
    statistic: planned.statistic as Statistic,
    unit: planned.unit,
    periodMs: planned.periodSeconds * 1000,
    evaluationPeriods: planned.evaluationPeriods,
    datapointsToAlarm: planned.datapointsToAlarm,
    threshold: planned.threshold,
    comparison: planned.comparison as Comparison,
    treatMissingData: planned.treatMissingData as Treatment | undefined,
  };
}

function isAs(alarm: Alarm, wanted: AlarmConfiguration): boolean {
  const names = Object.keys(wanted) as (keyof AlarmConfiguration)[];
  return names.every((name) => JSON.stringify(alarm[name]) === JSON.stringify(wanted[name]));
}
