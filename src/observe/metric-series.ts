import { createHash } from 'node:crypto';
import type { Scope } from '../aws/scope.ts';
import type { Key } from '../store/store.ts';

/** A name and a value that tell the metrics of one name apart. */
export interface Dimension {
  readonly name: string;
  readonly value: string;
}

/** What identifies a metric within an account and region. */
export interface Metric {
  /** For example `AWS/Lambda`. */
  readonly namespace: string;
  readonly name: string;
  /** In any order. */
  readonly dimensions: readonly Dimension[];
}

/** A metric as it is kept. */
export interface SeriesEntry extends Metric {
  /** The last minute for which there is data; epoch milliseconds. */
  readonly lastMs: number;
}

export const SERIES: Key = ['metrics', 'series'];

/** Dimensions in the one order in which they are kept, shown and compared. */
export function sorted(dimensions: readonly Dimension[]): readonly Dimension[] {
  if (dimensions.length < 2) return dimensions;
  return [...dimensions].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Where a metric stands among all; thirty dimensions would be too long for a key, hence the hash. */
export function pathOf({ account, region }: Scope, metric: Metric): Key {
  const { namespace, name } = metric;
  const pairs = sorted(metric.dimensions).map((dimension) => [dimension.name, dimension.value]);
  const hash = createHash('sha256').update(JSON.stringify(pairs)).digest('hex').slice(0, 32);
  return [account, region, namespace, name, hash];
}

export const seriesKey = (path: Key): Key => [...SERIES, ...path];
/** All minutes of a metric; below it stand the minute and the unit. */
export const dataKey = (path: Key): Key => ['metrics', 'data', ...path];
