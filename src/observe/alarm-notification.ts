import type { Alarm } from './alarm.ts';
import { writeTime } from './alarm-reason.ts';
import { regionName } from './region-names.ts';

/** SNS takes no longer subject. */
const LONGEST_SUBJECT = 100;

/** What a topic is told of an alarm that went over to another state. */
export interface AlarmNotification {
  readonly subject: string;
  readonly message: string;
}

/** The message as CloudWatch sends it to topics, in its order of keys (as users have shown it). */
export function notificationOf(before: Alarm, alarm: Alarm): AlarmNotification {
  const { name, scope, state, actions, metric, treatMissingData } = alarm;
  const region = regionName(scope.region);
  const trigger = {
    MetricName: metric.name,
    Namespace: metric.namespace,
    StatisticType: 'Statistic',
    Statistic: STATISTIC_NAMES[alarm.statistic],
    Unit: alarm.unit ?? null,
    Dimensions: metric.dimensions.map((one) => ({ value: one.value, name: one.name })),
    Period: alarm.periodMs / 1000,
    EvaluationPeriods: alarm.evaluationPeriods,
    ...(alarm.datapointsToAlarm !== undefined && { DatapointsToAlarm: alarm.datapointsToAlarm }),
    ComparisonOperator: alarm.comparison,
    Threshold: alarm.threshold,
    TreatMissingData: treatMissingData ?? '',
    EvaluateLowSampleCountPercentile: '',
  };
  const message = JSON.stringify({
    AlarmName: name,
    AlarmDescription: alarm.description ?? null,
    AWSAccountId: scope.account,
    AlarmConfigurationUpdatedTimestamp: writeTime(alarm.configuredMs),
    NewStateValue: state.value,
    NewStateReason: state.reason,
    StateChangeTime: writeTime(alarm.stateMs),
    Region: region,
    AlarmArn: alarm.arn,
    OldStateValue: before.state.value,
    OKActions: actions.OK,
    AlarmActions: actions.ALARM,
    InsufficientDataActions: actions.INSUFFICIENT_DATA,
    Trigger: trigger,
  });
  return { subject: subjectOf(`${state.value}: "${name}" in ${region}`), message };
}

const STATISTIC_NAMES = {
  SampleCount: 'SAMPLE_COUNT',
  Average: 'AVERAGE',
  Sum: 'SUM',
  Minimum: 'MINIMUM',
  Maximum: 'MAXIMUM',
} as const;

function subjectOf(text: string): string {
  const oneLine = text.replace(/\p{Cc}/gu, ' ');
  if (oneLine.length <= LONGEST_SUBJECT) return oneLine;
  return `${oneLine.slice(0, LONGEST_SUBJECT - 3)}...`;
}
