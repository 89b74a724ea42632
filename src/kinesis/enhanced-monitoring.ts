/** The metrics that a stream can have for each of its shards, in the order of the API's model. */
export const SHARD_LEVEL_METRICS = [
  'IncomingBytes',
  'IncomingRecords',
  'OutgoingBytes',
  'OutgoingRecords',
  'WriteProvisionedThroughputExceeded',
  'ReadProvisionedThroughputExceeded',
  'IteratorAgeMilliseconds',
] as const;

export type ShardLevelMetric = (typeof SHARD_LEVEL_METRICS)[number];

/** `ALL` stands for every one of them, and is never shown itself. */
export type WantedMetric = ShardLevelMetric | 'ALL';

/** The metrics that are enabled after some more were. */
export const moreMetrics = (
  before: readonly ShardLevelMetric[],
  wanted: readonly WantedMetric[],
): ShardLevelMetric[] =>
  SHARD_LEVEL_METRICS.filter((each) => before.includes(each) || isMeant(each, wanted));

/** The metrics that are enabled after some were disabled. */
export const fewerMetrics = (
  before: readonly ShardLevelMetric[],
  wanted: readonly WantedMetric[],
): ShardLevelMetric[] =>
  SHARD_LEVEL_METRICS.filter((each) => before.includes(each) && !isMeant(each, wanted));

const isMeant = (metric: ShardLevelMetric, wanted: readonly WantedMetric[]): boolean =>
  wanted.includes('ALL') || wanted.includes(metric);
