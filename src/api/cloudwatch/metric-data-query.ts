import { MetricError } from '../../observe/metric-error.ts';
import type { MetricDataQuery } from '../../observe/metric-queries.ts';
import { STATISTICS } from '../../observe/metric-statistics.ts';
import { boolean, type Infer, integer, required, string, structure } from '../../wire/shape.ts';
import { metric, readDimensions, refuse, unit } from './metric-shapes.ts';

export const metricDataQuery = structure({
  Id: required(string({ min: 1, max: 255 })),
  MetricStat: structure({
    Metric: required(metric),
    Period: required(integer({ min: 1 })),
    Stat: required(string()),
    Unit: unit,
  }),
  Expression: string({ min: 1, max: 2048 }),
  Label: string(),
  ReturnData: boolean(),
  Period: integer({ min: 1 }),
  AccountId: string({ min: 1, max: 255 }),
});

export type GivenQuery = Infer<typeof metricDataQuery>;

/** Source: GetMetricData API reference. */
const MOST_QUERIES = 500;
const ID = /^[a-z][a-zA-Z0-9_]*$/;

const invalid = (message: string) => new MetricError('ValidationError', message);

/** The queries of GetMetricData. Throws `ValidationError` for what is wrong, or not done here. */
export function readQueries(given: readonly GivenQuery[]): MetricDataQuery[] {
  if (given.length === 0) throw invalid('At least one element of MetricDataQueries is required.');
  if (given.length > MOST_QUERIES) {
    const text = `The collection MetricDataQueries must not have a size greater than ${MOST_QUERIES}.`;
    throw invalid(text);
  }
  if (new Set(given.map(({ Id }) => Id)).size < given.length) {
    throw invalid('The values for parameter Id in MetricDataQueries are not unique.');
  }
  return given.map(readQuery);
}

function readQuery(given: GivenQuery, index: number): MetricDataQuery {
  const what = `MetricDataQueries.member.${index + 1}`;
  const { Id: id, MetricStat: stat, Expression, Label } = given;
  if (!ID.test(id)) {
    const text = `The value ${id} for parameter ${what}.Id is not matching the expected pattern`;
    throw invalid(`${text} ${ID.source}.`);
  }
  if (Expression !== undefined) throw invalid(`${what}.Expression is not supported here.`);
  refuse(given, ['AccountId', 'Period'], 'ValidationError');
  if (Label?.includes('${'))
    throw invalid(`Dynamic labels (${what}.Label) are not supported here.`);
  if (!stat) throw invalid(`${what} must have a MetricStat.`);
  const { Namespace: namespace, MetricName: name, Dimensions } = stat.Metric;
  if (namespace === undefined || name === undefined) {
    throw invalid(`${what}.MetricStat.Metric must have a Namespace and a MetricName.`);
  }
  const statistic = STATISTICS.find((one) => one === stat.Stat);
  if (!statistic) throw invalid(`The Stat ${stat.Stat} is not supported here: ${known}.`);
  const dimensions = readDimensions(Dimensions);
  const periodMs = stat.Period * 1000;
  return { id, namespace, name, dimensions, periodMs, statistic, unit: stat.Unit };
}

const known = `only ${STATISTICS.join(', ')} are`;
