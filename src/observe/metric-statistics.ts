/** What is kept of the values of a metric in a minute: enough for every statistic but percentiles. */
export interface StatisticSet {
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** One value, or the same value several times. */
export function setOf(value: number, count = 1): StatisticSet {
  return { sampleCount: count, sum: value * count, minimum: value, maximum: value };
}

/** A set to which values can be added; to be read only when there are some. */
export function emptySet(): MutableSet {
  const [minimum, maximum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return { sampleCount: 0, sum: 0, minimum, maximum };
}

/** Adds one value to a set that nobody else has. */
export function addTo(set: MutableSet, value: number): void {
  set.sampleCount += 1;
  set.sum += value;
  set.minimum = Math.min(set.minimum, value);
  set.maximum = Math.max(set.maximum, value);
}

/** A set that its owner may still change. */
export type MutableSet = { -readonly [Name in keyof StatisticSet]: StatisticSet[Name] };

/** The set of the values of both. */
export function merge(one: StatisticSet, other: StatisticSet): StatisticSet {
  return {
    sampleCount: one.sampleCount + other.sampleCount,
    sum: one.sum + other.sum,
    minimum: Math.min(one.minimum, other.minimum),
    maximum: Math.max(one.maximum, other.maximum),
  };
}

export const STATISTICS = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;
export type Statistic = (typeof STATISTICS)[number];

const READ: Readonly<Record<Statistic, (set: StatisticSet) => number>> = {
  SampleCount: ({ sampleCount }) => sampleCount,
  Average: ({ sum, sampleCount }) => sum / sampleCount,
  Sum: ({ sum }) => sum,
  Minimum: ({ minimum }) => minimum,
  Maximum: ({ maximum }) => maximum,
};

export const readStatistic = (set: StatisticSet, statistic: Statistic) => READ[statistic](set);
