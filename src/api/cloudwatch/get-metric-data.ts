import { MetricError } from '../../observe/metric-error.ts';
import type { Metrics } from '../../observe/metrics.ts';
import { double, integer, list, required, string, structure, timestamp } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { metricDataQuery, readQueries } from './metric-data-query.ts';

/** Most points of one answer, and how many unless said. Source: GetMetricData API reference. */
const MOST_POINTS = 100_800;

const message = structure({ Code: string(), Value: string() });

/** `LabelOptions` is about dynamic labels, which are refused, so it has nothing to change. */
export const getMetricData = operation<Metrics>()({
  name: 'GetMetricData',
  input: structure({
    MetricDataQueries: required(list(metricDataQuery)),
    StartTime: required(timestamp()),
    EndTime: required(timestamp()),
    NextToken: string(),
    ScanBy: string({ enum: ['TimestampDescending', 'TimestampAscending'] }),
    MaxDatapoints: integer(),
    LabelOptions: structure({ Timezone: string() }),
  }),
  output: structure({
    MetricDataResults: list(
      structure({
        Id: string(),
        Label: string(),
        Timestamps: list(timestamp()),
        Values: list(double()),
        StatusCode: string(),
      }),
    ),
    NextToken: string(),
    Messages: list(message),
  }),
  async handle(metrics, input, { scope }) {
    const { MetricDataQueries: given, MaxDatapoints: maxPoints = MOST_POINTS } = input;
    if (maxPoints < 1 || maxPoints > MOST_POINTS) {
      const text = `The parameter MaxDatapoints must be between 1 and ${MOST_POINTS}.`;
      throw new MetricError('ValidationError', text);
    }
    const all = readQueries(given);
    const shown = new Map(
      given.filter(({ ReturnData }) => ReturnData !== false).map((query) => [query.Id, query]),
    );
    const { results, nextToken } = await metrics.getData(scope, {
      queries: all.filter(({ id }) => shown.has(id)),
      startMs: input.StartTime,
      endMs: input.EndTime,
      isOldestFirst: input.ScanBy === 'TimestampAscending',
      maxPoints,
      nextToken: input.NextToken,
    });
    return {
      MetricDataResults: results.map(({ id, points, isComplete }) => ({
        Id: id,
        Label: shown.get(id)?.Label ?? shown.get(id)?.MetricStat?.Metric.MetricName,
        Timestamps: points.map(({ timestampMs }) => timestampMs),
        Values: points.map(({ value }) => value),
        StatusCode: isComplete ? 'Complete' : 'PartialData',
      })),
      ...(nextToken && { NextToken: nextToken }),
      Messages: [],
    };
  },
});
