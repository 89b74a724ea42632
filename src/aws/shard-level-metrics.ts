/** The metrics that a stream can have for each of its shards, in the order of the Kinesis API model. */
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

/** The metrics that are meant, in their order. What is none of them is left out. */
export const meantMetrics = (wanted: readonly string[]): ShardLevelMetric[] =>
  SHARD_LEVEL_METRICS.filter((metric) => wanted.includes('ALL') || wanted.includes(metric));
