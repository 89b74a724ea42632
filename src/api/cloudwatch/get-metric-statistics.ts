import { MetricError } from '../../observe/metric-error.ts';
import { readStatistic, STATISTICS, type Statistic } from '../../observe/metric-statistics.ts';
import type { Metrics } from '../../observe/metrics.ts';
import { double, integer, list, required, string, structure, timestamp } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import {
  dimensions,
  metricName,
  namespace,
  readDimensions,
  refuse,
  unit,
} from './metric-shapes.ts';

/** AWS promises no order of the points; here the earliest comes first. */
export const getMetricStatistics = operation<Metrics>()({
  name: 'GetMetricStatistics',
  input: structure({
    Namespace: required(namespace),
    MetricName: required(metricName),
    Dimensions: dimensions,
    StartTime: required(timestamp()),
    EndTime: required(timestamp()),
    Period: required(integer({ min: 1 })),
    Statistics: list(string({ enum: STATISTICS }), { min: 1, max: 5 }),
    ExtendedStatistics: list(string(), { min: 1, max: 10 }),
    Unit: unit,
  }),
  output: structure({
    Label: string(),
    Datapoints: list(
      structure({
        Timestamp: timestamp(),
        SampleCount: double(),
        Average: double(),
        Sum: double(),
        Minimum: double(),
        Maximum: double(),
        Unit: string(),
      }),
    ),
  }),
  async handle(metrics, input, { scope }) {
    // Percentiles need each single value, which is not kept.
    refuse(input, ['ExtendedStatistics']);
    const statistics = input.Statistics as readonly Statistic[] | undefined;
    if (!statistics) {
      const text = 'At least one of the parameters Statistics and ExtendedStatistics is required.';
      throw new MetricError('MissingParameter', text);
    }
    const points = await metrics.getStatistics(scope, {
      namespace: input.Namespace,
      name: input.MetricName,
      dimensions: readDimensions(input.Dimensions),
      startMs: input.StartTime,
      endMs: input.EndTime,
      periodMs: input.Period * 1000,
      unit: input.Unit,
    });
    return {
      Label: input.MetricName,
      Datapoints: points.map(({ timestampMs, unit: itsUnit, set }) => ({
        Timestamp: timestampMs,
        ...Object.fromEntries(statistics.map((name) => [name, readStatistic(set, name)])),
        Unit: itsUnit,
      })),
    };
  },
});
