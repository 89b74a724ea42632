import type { Scope } from '../aws/scope.ts';
import type { Sample } from './metric-buckets.ts';
import { MetricError } from './metric-error.ts';
import { checkMetric } from './metric-names.ts';
import type { Dimension } from './metric-series.ts';
import { merge, type StatisticSet, setOf } from './metric-statistics.ts';

/** One element of PutMetricData: a value, values with their counts, or their statistics. */
export interface MetricDatum {
  readonly name: string;
  readonly dimensions?: readonly Dimension[] | undefined;
  /** Epoch milliseconds; now unless given. */
  readonly timestampMs?: number | undefined;
  readonly value?: number | undefined;
  readonly values?: readonly number[] | undefined;
  /** How often each of `values` occurred; once unless given. */
  readonly counts?: readonly number[] | undefined;
  readonly statistics?: StatisticSet | undefined;
  /** `None` unless given. */
  readonly unit?: string | undefined;
}

/** Limits of one request. Source: PutMetricData and MetricDatum API reference. */
const MOST_DATA = 1000;
const MOST_VALUES = 150;
const LARGEST = 2 ** 360;
const OLDEST_MS = 14 * 86_400_000;
const NEWEST_MS = 2 * 3_600_000;

const invalid = (message: string) => new MetricError('InvalidParameterValue', message);
const contradictory = (message: string) => new MetricError('InvalidParameterCombination', message);

/**
 * What PutMetricData is to store: all of it, or nothing when something is wrong. Throws
 * `InvalidParameterValue`, `InvalidParameterCombination`, `MissingParameter`.
 */
export function samplesOf(
  where: { readonly scope: Scope; readonly namespace: string; readonly nowMs: number },
  data: readonly MetricDatum[],
): Sample[] {
  const { scope, namespace, nowMs } = where;
  if (namespace.startsWith('AWS/')) {
    throw invalid('Namespaces that begin with AWS/ are for services: the Namespace is invalid.');
  }
  if (data.length === 0) {
    throw new MetricError('MissingParameter', 'The parameter MetricData is required.');
  }
  if (data.length > MOST_DATA) {
    throw invalid(`The collection MetricData must not have a size greater than ${MOST_DATA}.`);
  }
  return data.map((datum, index) => {
    const what = `MetricData.member.${index + 1}`;
    const { name, dimensions = [], unit = 'None', timestampMs: atMs = nowMs } = datum;
    const metric = checkMetric({ namespace, name, dimensions });
    if (atMs < nowMs - OLDEST_MS || atMs > nowMs + NEWEST_MS) {
      throw invalid(
        `The parameter ${what}.Timestamp must be within the past two weeks, and no more than ` +
          'two hours ahead.',
      );
    }
    return { scope, metric, unit, atMs, set: setOfDatum(datum, what) };
  });
}

function setOfDatum({ value, values, counts, statistics }: MetricDatum, what: string) {
  const given = [value, values, statistics].filter((one) => one !== undefined).length;
  if (given !== 1) {
    throw contradictory(`${what} must have one of Value, Values and StatisticValues.`);
  }
  if (counts && !values) throw contradictory(`${what}.Counts goes with Values.`);
  if (statistics) return checkStatistics(statistics, `${what}.StatisticValues`);
  if (value !== undefined) return setOf(checkNumber(value, `${what}.Value`));
  return setOfValues(values ?? [], counts, what);
}

function setOfValues(
  values: readonly number[],
  counts: readonly number[] | undefined,
  what: string,
): StatisticSet {
  if (values.length === 0 || values.length > MOST_VALUES) {
    throw invalid(`The collection ${what}.Values must have 1 to ${MOST_VALUES} elements.`);
  }
  if (counts && counts.length !== values.length) {
    throw contradictory(`${what}.Values and ${what}.Counts must be of the same length.`);
  }
  return values
    .map((value, index) => {
      const count = checkNumber(counts?.[index] ?? 1, `${what}.Counts`);
      if (count <= 0) throw invalid(`The parameter ${what}.Counts must hold positive numbers.`);
      return setOf(checkNumber(value, `${what}.Values`), count);
    })
    .reduce(merge);
}

function checkStatistics(set: StatisticSet, what: string): StatisticSet {
  for (const number of Object.values(set)) checkNumber(number, what);
  if (set.sampleCount <= 0) throw invalid(`The parameter ${what}.SampleCount must be positive.`);
  if (set.minimum <= set.maximum) return set;
  throw invalid(`The parameter ${what}.Maximum must not be less than Minimum.`);
}

function checkNumber(value: number, what: string): number {
  if (Math.abs(value) <= LARGEST) return value;
  throw invalid(`The parameter ${what} must be a number between -2^360 and 2^360.`);
}
