import { MetricError } from '../../observe/metric-error.ts';
import type { Metrics } from '../../observe/metrics.ts';
import {
  boolean,
  double,
  type Infer,
  integer,
  list,
  required,
  structure,
  timestamp,
} from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import {
  dimensions,
  metricName,
  namespace,
  readDimensions,
  refuse,
  unit,
} from './metric-shapes.ts';

const datum = structure({
  MetricName: required(metricName),
  Dimensions: dimensions,
  Timestamp: timestamp(),
  Value: double(),
  StatisticValues: structure({
    SampleCount: required(double()),
    Sum: required(double()),
    Minimum: required(double()),
    Maximum: required(double()),
  }),
  Values: list(double()),
  Counts: list(double()),
  Unit: unit,
  StorageResolution: integer({ min: 1 }),
});

/** Limits are the domain's. Points of a second are refused: minutes are what is kept. */
export const putMetricData = operation<Metrics>()({
  name: 'PutMetricData',
  input: structure({
    Namespace: required(namespace),
    MetricData: list(datum),
    EntityMetricData: list(structure({})),
    StrictEntityValidation: boolean(),
  }),
  output: structure({}),
  async handle(metrics, input, { scope }) {
    refuse(input, ['EntityMetricData', 'StrictEntityValidation']);
    await metrics.put(scope, input.Namespace, (input.MetricData ?? []).map(readDatum));
    return {};
  },
});

function readDatum(given: Infer<typeof datum>) {
  const { StorageResolution: resolution = 60, StatisticValues: statistics } = given;
  if (resolution !== 60) {
    const text = 'A StorageResolution other than 60 is not supported here.';
    throw new MetricError('InvalidParameterValue', text);
  }
  return {
    name: given.MetricName,
    dimensions: readDimensions(given.Dimensions),
    timestampMs: given.Timestamp,
    value: given.Value,
    values: given.Values,
    counts: given.Counts,
    unit: given.Unit,
    ...(statistics && {
      statistics: {
        sampleCount: statistics.SampleCount,
        sum: statistics.Sum,
        minimum: statistics.Minimum,
        maximum: statistics.Maximum,
      },
    }),
  };
}
