/** Sizes and counts that Kinesis sets (API reference; quotas in the developer guide). */
export const LIMITS = {
  /** Data and partition keys of one put request. */
  putRequestBytes: 10 * 1024 * 1024,
  /** Least, greatest and usual size of one record: data and partition key, in KiB. */
  recordSizeInKiB: { least: 1024, greatest: 10_240, usual: 1024 },
  partitionKeyLength: 256,
  retentionHours: { least: 24, greatest: 8760, usual: 24 },
  /** Records, and bytes of data and partition keys, of one answer of GetRecords. */
  readRecords: 10_000,
  readBytes: 10 * 1024 * 1024,
  /** What a shard takes and gives in a second, where that is enforced. */
  shardRecordsInPerSecond: 1000,
  shardBytesInPerSecond: 1024 * 1024,
  shardReadsPerSecond: 5,
  shardBytesOutPerSecond: 2 * 1024 * 1024,
  /** How long a shard iterator or the token of a page can be used. */
  tokenLifeMs: 300_000,
  listShardsPage: 1000,
  listStreamsPage: 100,
  describeStreamPage: 100,
  /** The default quota of the largest regions. */
  openShardsOfAnAccount: 20_000,
  onDemandShards: 4,
  /** Most shards that a stream can be scaled to. */
  shardCountTarget: 10_000,
  shardCountUpdatesOfADay: 10,
  modeChangesOfADay: 2,
  onDemandStreams: 50,
  encryptionChangesOfADay: 25,
  /** Of one on-demand stream. */
  warmThroughputMiBps: 10 * 1024,
  /** How long an account that has committed itself stays so at least. */
  leastCommitmentMs: 24 * 3_600_000,
  /** Registered consumers of one stream; of one that is on demand while the account is committed. */
  consumers: 20,
  consumersWithCommitment: 50,
  listConsumersPage: 100,
  /** How long a subscription lasts, and how soon the same may be made again. */
  subscriptionMs: 300_000,
  resubscribeMs: 5000,
  /** Bytes of data and partition keys of one event of a subscription (our choice). */
  subscriptionEventBytes: 1024 * 1024,
  /** How long nothing is sent while nothing comes (our choice: consumers wait 35 seconds). */
  emptyEventMs: 5000,
  tags: 50,
} as const;
