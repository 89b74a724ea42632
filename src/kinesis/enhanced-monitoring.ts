import {
  meantMetrics,
  SHARD_LEVEL_METRICS,
  type ShardLevelMetric,
  type WantedMetric,
} from '../aws/shard-level-metrics.ts';

/** The metrics that are enabled after some more were. */
export const moreMetrics = (
  before: readonly ShardLevelMetric[],
  wanted: readonly WantedMetric[],
): ShardLevelMetric[] => meantMetrics([...before, ...wanted]);

/** The metrics that are enabled after some were disabled. */
export const fewerMetrics = (
  before: readonly ShardLevelMetric[],
  wanted: readonly WantedMetric[],
): ShardLevelMetric[] => {
  const meant = meantMetrics(wanted);
  return SHARD_LEVEL_METRICS.filter((each) => before.includes(each) && !meant.includes(each));
};
