import type { Scope } from '../aws/scope.ts';
import type { MetricBuckets } from './metric-buckets.ts';
import { MetricError } from './metric-error.ts';
import type { Dimension, Metric } from './metric-series.ts';

/** Which metrics to list; what is not given is not looked at. */
export interface MetricFilter {
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  /** Dimensions that a metric must have, with that value if one is given. */
  readonly dimensions?: readonly DimensionFilter[] | undefined;
  /** Only metrics with data of the last three hours. */
  readonly isRecentlyActive?: boolean | undefined;
  readonly nextToken?: string | undefined;
}

interface DimensionFilter {
  readonly name: string;
  readonly value?: string | undefined;
}

/** Source: ListMetrics API reference. */
const MOST_METRICS = 500;
const LISTED_MS = 14 * 86_400_000;
const RECENT_MS = 3 * 3_600_000;

/** One page of metrics, by namespace and name. Throws `InvalidParameterValue`. */
export function listMetrics(
  buckets: MetricBuckets,
  where: { readonly scope: Scope; readonly nowMs: number },
  filter: MetricFilter,
): { metrics: Metric[]; nextToken?: string } {
  const { namespace, name, dimensions = [], isRecentlyActive, nextToken } = filter;
  const sinceMs = where.nowMs - (isRecentlyActive ? RECENT_MS : LISTED_MS);
  const metrics: Metric[] = [];
  const from = nextToken === undefined ? undefined : readToken(nextToken);
  for (const { path, entry } of buckets.series(where.scope, from)) {
    const isWanted =
      entry.lastMs >= sinceMs &&
      (namespace === undefined || entry.namespace === namespace) &&
      (name === undefined || entry.name === name) &&
      dimensions.every((wanted) => entry.dimensions.some((one) => matches(one, wanted)));
    if (!isWanted) continue;
    if (metrics.length === MOST_METRICS) return { metrics, nextToken: writeToken(path) };
    metrics.push({ namespace: entry.namespace, name: entry.name, dimensions: entry.dimensions });
  }
  return { metrics };
}

const matches = ({ name, value }: Dimension, wanted: DimensionFilter) =>
  name === wanted.name && (wanted.value === undefined || value === wanted.value);

/** A token is the place of the metric with which the next page begins. */
const writeToken = (path: readonly string[]) =>
  Buffer.from(JSON.stringify(path)).toString('base64url');

function readToken(token: string): string[] {
  try {
    const path: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    const isText = (part: unknown) => typeof part === 'string' && !part.includes('\0');
    if (Array.isArray(path) && path.length === 3 && path.every(isText)) return path;
  } catch {
    // Answered below, as whatever else is no token of ours.
  }
  throw new MetricError('InvalidParameterValue', 'The NextToken is invalid.');
}
