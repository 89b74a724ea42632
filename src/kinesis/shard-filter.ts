import type { Shard, ShardDefinition } from './shard.ts';
import type { StreamDefinition } from './stream.ts';
import { trimHorizonMs } from './trim-horizon.ts';

/** Which shards ListShards lists. Times are in milliseconds since the Unix epoch. */
export type ShardFilter =
  | { readonly type: 'AT_TRIM_HORIZON' | 'FROM_TRIM_HORIZON' | 'AT_LATEST' }
  | { readonly type: 'AT_TIMESTAMP' | 'FROM_TIMESTAMP'; readonly timestamp: number }
  | { readonly type: 'AFTER_SHARD_ID'; readonly shardIndex: number };

/**
 * The shards of a stream that a filter lets through (Kinesis API reference, ShardFilter). Without
 * one, those that the retention period still covers.
 */
export function filterShards(
  shards: readonly Shard[],
  filter: ShardFilter = { type: 'FROM_TRIM_HORIZON' },
  { definition, nowMs }: { definition: StreamDefinition; nowMs: number },
): Shard[] {
  const horizonMs = Math.max(
    trimHorizonMs(definition, nowMs),
    // A stream younger than its retention period has its horizon where its first shards begin.
    definition.createdAtMs,
  );
  const isKept = (shard: ShardDefinition) => wasOpenSince(shard, horizonMs);
  const test = testOf(filter, horizonMs);
  return shards.filter((shard) => isKept(shard.definition) && test(shard.definition));
}

function testOf(filter: ShardFilter, horizonMs: number): (shard: ShardDefinition) => boolean {
  switch (filter.type) {
    case 'AFTER_SHARD_ID':
      return (shard) => shard.index > filter.shardIndex;
    case 'AT_LATEST':
      return (shard) => shard.closedAtMs === undefined;
    case 'FROM_TRIM_HORIZON':
      return () => true;
    case 'AT_TRIM_HORIZON':
      // Of a shard that was split or merged at this very moment the parents, which hold the records.
      return (shard) => shard.createdAtMs < horizonMs || shard.parentIndex === undefined;
    case 'FROM_TIMESTAMP':
      return (shard) => wasOpenSince(shard, filter.timestamp);
    case 'AT_TIMESTAMP':
      return (shard) =>
        shard.createdAtMs <= filter.timestamp && wasOpenSince(shard, filter.timestamp);
  }
}

const wasOpenSince = ({ closedAtMs }: ShardDefinition, timeMs: number) =>
  closedAtMs === undefined || closedAtMs >= timeMs;
