import type { Metrics } from '../../observe/metrics.ts';
import { boolean, list, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import {
  dimensionName,
  dimensionValue,
  metric,
  metricName,
  namespace,
  refuse,
  writeDimensions,
} from './metric-shapes.ts';

/** A metric is listed as soon as it has a point; AWS takes up to fifteen minutes. */
export const listMetrics = operation<Metrics>()({
  name: 'ListMetrics',
  input: structure({
    Namespace: namespace,
    MetricName: metricName,
    Dimensions: list(structure({ Name: required(dimensionName), Value: dimensionValue }), {
      max: 10,
    }),
    NextToken: string(),
    RecentlyActive: string({ enum: ['PT3H'] }),
    IncludeLinkedAccounts: boolean(),
    OwningAccount: string({ min: 1, max: 255 }),
  }),
  output: structure({ Metrics: list(metric), NextToken: string() }),
  async handle(metrics, input, { scope }) {
    refuse(input, ['IncludeLinkedAccounts', 'OwningAccount']);
    const { metrics: found, nextToken } = await metrics.list(scope, {
      namespace: input.Namespace,
      name: input.MetricName,
      dimensions: input.Dimensions?.map(({ Name: name, Value: value }) => ({ name, value })),
      isRecentlyActive: input.RecentlyActive !== undefined,
      nextToken: input.NextToken,
    });
    return {
      Metrics: found.map((one) => ({
        Namespace: one.namespace,
        MetricName: one.name,
        Dimensions: writeDimensions(one.dimensions),
      })),
      ...(nextToken && { NextToken: nextToken }),
    };
  },
});
