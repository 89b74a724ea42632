import type { Scope } from '../aws/scope.ts';
import { LAST_DATE_MS, type MetricBuckets, MINUTE_MS } from './metric-buckets.ts';
import { MetricError, type MetricErrorCode } from './metric-error.ts';
import type { Metric } from './metric-series.ts';
import { merge, readStatistic, type Statistic, type StatisticSet } from './metric-statistics.ts';

interface Span {
  /** Inclusive; epoch milliseconds, rounded down to whole minutes. */
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
}

export interface StatisticsQuery extends Span, Metric {
  readonly periodMs: number;
  /** Only what came in this unit. */
  readonly unit?: string | undefined;
}

/** The values of a metric in one period. */
export interface MetricPoint {
  /** The beginning of the period; epoch milliseconds. */
  readonly timestampMs: number;
  readonly unit: string;
  readonly set: StatisticSet;
}

/** One query of GetMetricData. */
export interface MetricDataQuery extends Metric {
  readonly id: string;
  readonly periodMs: number;
  readonly statistic: Statistic;
  readonly unit?: string | undefined;
}

export interface MetricDataRequest extends Span {
  readonly queries: readonly MetricDataQuery[];
  readonly isOldestFirst: boolean;
  /** Most points of all queries together in one answer. */
  readonly maxPoints: number;
  readonly nextToken?: string | undefined;
}

export interface MetricDataResult {
  readonly id: string;
  readonly points: readonly { readonly timestampMs: number; readonly value: number }[];
  /** Whether no further page has points of this query. */
  readonly isComplete: boolean;
}

/** Most points of one answer. Source: GetMetricStatistics API reference; its text is AWS's own. */
const MOST_POINTS = 1440;

/**
 * The points of a metric, the earliest first; what came in different units stays apart. Periods are
 * counted from the start. Throws `InvalidParameterValue`, `InvalidParameterCombination`.
 */
export function statisticsOf(
  buckets: MetricBuckets,
  scope: Scope,
  query: StatisticsQuery,
): MetricPoint[] {
  checkSpan(query, 'InvalidParameterValue');
  checkPeriod(query.periodMs, 'InvalidParameterValue');
  const { startMs, endMs, periodMs } = query;
  const asked = Math.ceil((endMs - startMs) / periodMs);
  if (asked > MOST_POINTS) {
    throw new MetricError(
      'InvalidParameterCombination',
      `You have requested up to ${asked.toLocaleString('en-US')} datapoints, which exceeds the ` +
        `limit of ${MOST_POINTS.toLocaleString('en-US')}. You may reduce the datapoints requested ` +
        'by increasing Period, or decreasing the time range.',
    );
  }
  return pointsOf(buckets, scope, query);
}

/**
 * One page of the results of several queries, those of the first query first. Throws
 * `ValidationError`, `InvalidNextToken`.
 */
export function metricDataOf(
  buckets: MetricBuckets,
  scope: Scope,
  request: MetricDataRequest,
): { results: MetricDataResult[]; nextToken?: string } {
  const { queries, startMs, endMs, isOldestFirst, nextToken } = request;
  checkSpan(request, 'ValidationError');
  for (const { periodMs } of queries) checkPeriod(periodMs, 'ValidationError');
  const start = nextToken === undefined ? { index: 0 } : readToken(nextToken);
  const results: MetricDataResult[] = [];
  let room = request.maxPoints;
  for (const [index, query] of queries.entries()) {
    if (index < start.index) continue;
    if (room === 0) return { results, nextToken: writeToken({ index }) };
    const afterMs = index === start.index ? start.afterMs : undefined;
    const points = inOneUnit(pointsOf(buckets, scope, { ...query, startMs, endMs }))
      .filter(({ timestampMs: at }) => afterMs === undefined || isBeyond(at, afterMs, request))
      .map(({ timestampMs, set }) => ({ timestampMs, value: readStatistic(set, query.statistic) }));
    if (!isOldestFirst) points.reverse();
    const taken = points.slice(0, room);
    const isComplete = taken.length === points.length;
    results.push({ id: query.id, points: taken, isComplete });
    room -= taken.length;
    const last = taken.at(-1)?.timestampMs;
    if (!isComplete) return { results, nextToken: writeToken({ index, afterMs: last }) };
  }
  return { results };
}

/** The periods of a metric that end at a full minute. */
export interface PeriodsQuery extends Metric {
  readonly statistic: Statistic;
  readonly unit?: string | undefined;
  readonly periodMs: number;
  readonly count: number;
  readonly endMs: number;
}

/** The last periods of a metric, the latest first; those without data have no value. */
export function lastPeriodsOf(
  buckets: MetricBuckets,
  scope: Scope,
  { statistic, count, ...query }: PeriodsQuery,
): { timestampMs: number; value: number | undefined; sampleCount?: number }[] {
  const { periodMs, endMs } = query;
  const startMs = endMs - count * periodMs;
  const points = inOneUnit(pointsOf(buckets, scope, { ...query, startMs }));
  return Array.from({ length: count }, (_, index) => {
    const timestampMs = endMs - (index + 1) * periodMs;
    const set = points.find((point) => point.timestampMs === timestampMs)?.set;
    if (!set) return { timestampMs, value: undefined };
    return { timestampMs, value: readStatistic(set, statistic), sampleCount: set.sampleCount };
  });
}

const isBeyond = (atMs: number, afterMs: number, { isOldestFirst }: MetricDataRequest) =>
  isOldestFirst ? atMs > afterMs : atMs < afterMs;

function pointsOf(buckets: MetricBuckets, scope: Scope, query: StatisticsQuery): MetricPoint[] {
  const { periodMs, unit, endMs } = query;
  const startMs = Math.floor(query.startMs / MINUTE_MS) * MINUTE_MS;
  const points = new Map<string, MetricPoint>();
  for (const bucket of buckets.walk(scope, query, { startMs, endMs })) {
    if (unit !== undefined && bucket.unit !== unit) continue;
    const period = Math.floor((bucket.minuteMs - startMs) / periodMs);
    const id = `${period}/${bucket.unit}`;
    const set = points.get(id)?.set;
    points.set(id, {
      timestampMs: startMs + period * periodMs,
      unit: bucket.unit,
      set: set ? merge(set, bucket.set) : bucket.set,
    });
  }
  return [...points.values()].sort((one, other) => one.timestampMs - other.timestampMs);
}

/** One point for each period, whatever the units were. */
function inOneUnit(points: readonly MetricPoint[]): MetricPoint[] {
  const joined = new Map<number, MetricPoint>();
  for (const point of points) {
    const known = joined.get(point.timestampMs);
    joined.set(point.timestampMs, known ? { ...known, set: merge(known.set, point.set) } : point);
  }
  return [...joined.values()];
}

/** The texts are AWS's own (observed by users of both operations). */
function checkSpan({ startMs, endMs }: Span, code: MetricErrorCode): void {
  if (startMs === endMs) {
    throw new MetricError(code, 'The parameter StartTime must not equal parameter EndTime.');
  }
  if (!(startMs < endMs)) {
    throw new MetricError(code, 'The parameter StartTime must be less than the parameter EndTime.');
  }
  if (-startMs > LAST_DATE_MS || endMs > LAST_DATE_MS) {
    throw new MetricError(code, 'The parameters StartTime and EndTime must be dates.');
  }
}

/** Nothing here is kept by the second. */
function checkPeriod(periodMs: number, code: MetricErrorCode): void {
  if (periodMs > 0 && periodMs % MINUTE_MS === 0) return;
  throw new MetricError(code, 'The parameter Period must be a multiple of 60.');
}

/** Where a page begins: at a query, after one of its points. */
interface Place {
  readonly index: number;
  readonly afterMs?: number | undefined;
}

const writeToken = ({ index, afterMs }: Place) =>
  Buffer.from(`${index}/${afterMs ?? ''}`).toString('base64url');

function readToken(token: string): Place {
  const text = Buffer.from(token, 'base64url').toString();
  const [, index, afterMs] = /^(\d{1,3})\/(-?\d{1,16})?$/.exec(text) ?? [];
  if (index === undefined) {
    throw new MetricError('InvalidNextToken', 'The NextToken is invalid.');
  }
  return { index: Number(index), ...(afterMs !== undefined && { afterMs: Number(afterMs) }) };
}
