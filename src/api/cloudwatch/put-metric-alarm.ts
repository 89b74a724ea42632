import {
  type AlarmConfiguration,
  COMPARISONS,
  type Comparison,
  TREATMENTS,
  type Treatment,
} from '../../observe/alarm.ts';
import type { Alarms } from '../../observe/alarms.ts';
import { MetricError } from '../../observe/metric-error.ts';
import { STATISTICS, type Statistic } from '../../observe/metric-statistics.ts';
import {
  boolean,
  double,
  type Infer,
  integer,
  list,
  required,
  string,
  structure,
} from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { actions, alarmName, tags } from './alarm-shapes.ts';
import { metricDataQuery } from './metric-data-query.ts';
import {
  dimensions,
  metricName,
  namespace,
  readDimensions,
  refuse,
  unit,
} from './metric-shapes.ts';

const BANDS = [
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
];

const input = structure({
  AlarmName: required(alarmName),
  AlarmDescription: string({ max: 1024 }),
  ActionsEnabled: boolean(),
  OKActions: actions,
  AlarmActions: actions,
  InsufficientDataActions: actions,
  MetricName: metricName,
  Namespace: namespace,
  Statistic: string({ enum: STATISTICS }),
  ExtendedStatistic: string(),
  Dimensions: dimensions,
  Period: integer({ min: 1 }),
  Unit: unit,
  EvaluationPeriods: integer({ min: 1 }),
  DatapointsToAlarm: integer({ min: 1 }),
  Threshold: double(),
  ComparisonOperator: required(string({ enum: [...Object.keys(COMPARISONS), ...BANDS] })),
  // Not so in the model; what else would be accepted there is not known.
  TreatMissingData: string({ enum: TREATMENTS }),
  EvaluateLowSampleCountPercentile: string({ min: 1, max: 255 }),
  Metrics: list(metricDataQuery),
  Tags: tags,
  ThresholdMetricId: string({ min: 1, max: 255 }),
  EvaluationCriteria: structure({}),
  EvaluationInterval: integer({ min: 10, max: 3600 }),
});

/** Alarms on one metric with a fixed threshold; what else there is on AWS is refused. */
export const putMetricAlarm = operation<Alarms>()({
  name: 'PutMetricAlarm',
  input,
  output: structure({}),
  async handle(alarms, given, { scope }) {
    const Tags = given.Tags ?? [];
    const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    await alarms.put(scope, given.AlarmName, { ...readConfiguration(given), tags });
    return {};
  },
});

function readConfiguration(given: Infer<typeof input>): AlarmConfiguration {
  const code = 'ValidationError';
  const others = ['Metrics', 'ThresholdMetricId', 'EvaluationCriteria', 'EvaluationInterval'];
  refuse(given, [...others, 'ExtendedStatistic', 'EvaluateLowSampleCountPercentile'], code);
  const { ComparisonOperator: comparison } = given;
  if (BANDS.includes(comparison)) {
    throw new MetricError(code, `ComparisonOperator ${comparison} is not supported here.`);
  }
  const need = <T>(value: T | undefined, name: string): T => {
    if (value !== undefined) return value;
    throw new MetricError('MissingParameter', `The parameter ${name} is required.`);
  };
  return {
    description: given.AlarmDescription,
    actionsEnabled: given.ActionsEnabled ?? true,
    actions: {
      OK: given.OKActions ?? [],
      ALARM: given.AlarmActions ?? [],
      INSUFFICIENT_DATA: given.InsufficientDataActions ?? [],
    },
    metric: {
      namespace: need(given.Namespace, 'Namespace'),
      name: need(given.MetricName, 'MetricName'),
      dimensions: readDimensions(given.Dimensions),
    },
    statistic: need(given.Statistic, 'Statistic') as Statistic,
    unit: given.Unit,
    periodMs: need(given.Period, 'Period') * 1000,
    evaluationPeriods: need(given.EvaluationPeriods, 'EvaluationPeriods'),
    datapointsToAlarm: given.DatapointsToAlarm,
    threshold: need(given.Threshold, 'Threshold'),
    comparison: comparison as Comparison,
    treatMissingData: given.TreatMissingData as Treatment | undefined,
  };
}
