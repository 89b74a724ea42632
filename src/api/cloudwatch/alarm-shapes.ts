import { parseArn } from '../../aws/arn.ts';
import { isSameScope, type Scope } from '../../aws/scope.ts';
import { type Alarm, STATE_VALUES } from '../../observe/alarm.ts';
import type { Alarms } from '../../observe/alarms.ts';
import { MetricError } from '../../observe/metric-error.ts';
import {
  boolean,
  double,
  integer,
  list,
  required,
  string,
  structure,
  timestamp,
} from '../../wire/shape.ts';
import { dimensions, writeDimensions } from './metric-shapes.ts';

/** A name has no control characters (PutMetricAlarm API reference); the text for them is our own. */
export const alarmName = string({ min: 1, max: 255, pattern: '[^\\x00-\\x1f\\x7f]*' });
export const alarmNames = list(alarmName, { max: 100 });
export const stateValue = string({ enum: STATE_VALUES });
export const actions = list(string({ min: 1, max: 1024 }), { max: 5 });
export const maxRecords = integer({ min: 1, max: 100 });
export const alarmTypes = list(string({ enum: ['CompositeAlarm', 'MetricAlarm'] }));
export const resourceArn = string({ min: 1, max: 1024 });
export const tagKey = string({ min: 1, max: 128 });
export const tags = list(
  structure({ Key: required(tagKey), Value: required(string({ max: 256 })) }),
);

/** An alarm as it is described. */
export const metricAlarm = structure({
  AlarmName: string(),
  AlarmArn: string(),
  AlarmDescription: string(),
  AlarmConfigurationUpdatedTimestamp: timestamp(),
  ActionsEnabled: boolean(),
  OKActions: list(string()),
  AlarmActions: list(string()),
  InsufficientDataActions: list(string()),
  StateValue: string(),
  StateReason: string(),
  StateReasonData: string(),
  StateUpdatedTimestamp: timestamp(),
  StateTransitionedTimestamp: timestamp(),
  MetricName: string(),
  Namespace: string(),
  Statistic: string(),
  Dimensions: dimensions,
  Period: integer(),
  Unit: string(),
  EvaluationPeriods: integer(),
  DatapointsToAlarm: integer(),
  Threshold: double(),
  ComparisonOperator: string(),
  TreatMissingData: string(),
});

export function writeAlarm(alarm: Alarm) {
  const { description, state, metric, unit, datapointsToAlarm, treatMissingData } = alarm;
  return {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    ...(description !== undefined && { AlarmDescription: description }),
    AlarmConfigurationUpdatedTimestamp: alarm.configuredMs,
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: [...alarm.actions.OK],
    AlarmActions: [...alarm.actions.ALARM],
    InsufficientDataActions: [...alarm.actions.INSUFFICIENT_DATA],
    StateValue: state.value,
    StateReason: state.reason,
    ...(state.reasonData !== undefined && { StateReasonData: state.reasonData }),
    StateUpdatedTimestamp: alarm.stateMs,
    StateTransitionedTimestamp: alarm.transitionMs,
    MetricName: metric.name,
    Namespace: metric.namespace,
    Statistic: alarm.statistic,
    Dimensions: writeDimensions(metric.dimensions),
    Period: alarm.periodMs / 1000,
    ...(unit !== undefined && { Unit: unit }),
    EvaluationPeriods: alarm.evaluationPeriods,
    ...(datapointsToAlarm !== undefined && { DatapointsToAlarm: datapointsToAlarm }),
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    ...(treatMissingData !== undefined && { TreatMissingData: treatMissingData }),
  };
}

/** The alarm that a tag operation names by its ARN: nothing else that could have tags is here. */
export function taggedAlarm(alarms: Alarms, arn: string, scope: Scope): Alarm {
  const parsed = parseArn(arn);
  if (parsed?.service !== 'cloudwatch') {
    throw new MetricError('InvalidParameterValue', `Invalid resource ARN: ${arn}`);
  }
  const isOwn = isSameScope(parsed, scope) && parsed.resource.startsWith('alarm:');
  const alarm = isOwn && alarms.get(scope, parsed.resource.slice('alarm:'.length));
  if (alarm) return alarm;
  throw new MetricError('ResourceNotFoundException', `There is no resource ${arn}.`);
}
