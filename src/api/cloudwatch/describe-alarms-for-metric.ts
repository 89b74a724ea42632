import type { Alarms } from '../../observe/alarms.ts';
import { checkMetric } from '../../observe/metric-names.ts';
import { STATISTICS } from '../../observe/metric-statistics.ts';
import { integer, list, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { metricAlarm, writeAlarm } from './alarm-shapes.ts';
import {
  dimensions,
  metricName,
  namespace,
  readDimensions,
  refuse,
  unit,
} from './metric-shapes.ts';

export const describeAlarmsForMetric = operation<Alarms>()({
  name: 'DescribeAlarmsForMetric',
  input: structure({
    MetricName: required(metricName),
    Namespace: required(namespace),
    Statistic: string({ enum: STATISTICS }),
    ExtendedStatistic: string(),
    Dimensions: dimensions,
    Period: integer({ min: 1 }),
    Unit: unit,
  }),
  output: structure({ MetricAlarms: list(metricAlarm) }),
  handle(alarms, input, { scope }) {
    refuse(input, ['ExtendedStatistic']);
    const { Statistic, Period, Unit } = input;
    const wanted = JSON.stringify(
      checkMetric({
        namespace: input.Namespace,
        name: input.MetricName,
        dimensions: readDimensions(input.Dimensions),
      }),
    );
    const found = alarms
      .list(scope)
      .filter(
        (alarm) =>
          JSON.stringify(alarm.metric) === wanted &&
          (Statistic === undefined || alarm.statistic === Statistic) &&
          (Period === undefined || alarm.periodMs === Period * 1000) &&
          (Unit === undefined || alarm.unit === Unit),
      );
    return { MetricAlarms: found.map(writeAlarm) };
  },
});
