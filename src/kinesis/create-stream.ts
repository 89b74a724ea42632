import type { Scope } from '../aws/scope.ts';
import { meantMetrics, type WantedMetric } from '../aws/shard-level-metrics.ts';
import { splitHashKeySpace } from './hash-key.ts';
import { KinesisError } from './kinesis-error.ts';
import { LIMITS } from './limits.ts';
import { checkOnDemandLimit } from './on-demand-limit.ts';
import { checkRetention } from './retention.ts';
import { checkShardLimit } from './shard-limit.ts';
import type { Stream, StreamDefinition, StreamMode } from './stream.ts';
import { checkKey } from './stream-encryption.ts';
import { changeTags } from './stream-tags.ts';
import { checkWarmThroughput } from './warm-throughput.ts';

/** What a new stream is to be. */
export interface CreateStreamOptions {
  readonly streamName: string;
  /** How many shards; only a provisioned stream has a choice. */
  readonly shardCount?: number | undefined;
  /** Provisioned when `shardCount` is given, else on demand. */
  readonly mode?: StreamMode | undefined;
  /** 24 to 8760, 24 unless given. */
  readonly retentionHours?: number | undefined;
  /** 1024 to 10240, 1024 unless given. */
  readonly maxRecordSizeInKiB?: number | undefined;
  readonly warmThroughputMiBps?: number | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly encryptionKeyId?: string | undefined;
  readonly shardLevelMetrics?: readonly WantedMetric[] | undefined;
}

/** Where and when a stream is made. */
export interface PlanContext {
  readonly scope: Scope;
  readonly streamId: string;
  readonly nowMs: number;
  /** How many open shards the scope has already. */
  readonly openShards: number;
  /** What streams it has. */
  readonly streams: readonly Stream[];
  /** Whether the account pays for a least throughput. */
  readonly isCommitted: boolean;
}

/**
 * Plans a stream.
 *
 * @throws KinesisError InvalidArgument, InvalidValue, NotForThisMode, ShardLimitExceeded,
 *   LimitExceeded, KeyNotFound
 */
export function planStream(
  options: CreateStreamOptions,
  { scope, streamId, nowMs, openShards, streams, isCommitted }: PlanContext,
): StreamDefinition {
  const { streamName, warmThroughputMiBps, encryptionKeyId } = options;
  const { retentionHours = LIMITS.retentionHours.usual } = options;
  const tags = changeTags({}, { set: options.tags }, { streamName, account: scope.account });
  const { maxRecordSizeInKiB = LIMITS.recordSizeInKiB.usual } = options;
  checkName(streamName);
  checkRetention(retentionHours);
  checkRecordSize(maxRecordSizeInKiB);
  if (encryptionKeyId !== undefined) checkKey(encryptionKeyId);
  const { mode, shardCount } = capacityOf(options);
  checkWarmThroughput(warmThroughputMiBps, { streamName, mode, isCommitted });
  if (mode === 'ON_DEMAND') checkOnDemandLimit(streams, scope);
  checkShardCount(shardCount, openShards, scope);
  const shards = splitHashKeySpace(shardCount).map(({ starting, ending }, index) => ({
    index,
    createdAtMs: nowMs,
    startingHashKey: String(starting),
    endingHashKey: String(ending),
  }));
  const settings = { mode, retentionHours, maxRecordSizeInKiB, warmThroughputMiBps, tags };
  const shown = options.shardLevelMetrics && {
    shardLevelMetrics: meantMetrics(options.shardLevelMetrics),
  };
  const encryption = encryptionKeyId !== undefined && { encryptionKeyId };
  return { streamId, streamName, createdAtMs: nowMs, ...settings, ...shown, ...encryption, shards };
}

/** A stream of which nobody says how many shards it has is on demand (observed on AWS). */
function capacityOf({ mode, shardCount }: CreateStreamOptions) {
  const chosen = mode ?? (shardCount === undefined ? 'ON_DEMAND' : 'PROVISIONED');
  if (chosen === 'ON_DEMAND') {
    if (shardCount === undefined) return { mode: chosen, shardCount: LIMITS.onDemandShards };
    const message = 'ShardCount cannot be specified for a stream of the mode ON_DEMAND.';
    throw new KinesisError('InvalidArgument', message);
  }
  if (shardCount === undefined) {
    const message = 'ShardCount must be specified for a stream of the mode PROVISIONED.';
    throw new KinesisError('InvalidArgument', message);
  }
  return { mode: chosen, shardCount };
}

function checkShardCount(shardCount: number, openShards: number, scope: Scope): void {
  if (!Number.isInteger(shardCount) || shardCount < 1)
    throw outOfBounds('shardCount', shardCount, 1);
  checkShardLimit(scope, { openShards, additional: shardCount });
}

function checkName(streamName: string): void {
  if (/^[a-zA-Z0-9_.-]{1,128}$/.test(streamName)) return;
  const message = `A stream cannot have the name '${streamName}'.`;
  throw new KinesisError('InvalidValue', message);
}

function checkRecordSize(sizeInKiB: number): void {
  const { least, greatest } = LIMITS.recordSizeInKiB;
  if (sizeInKiB >= least && sizeInKiB <= greatest) return;
  throw outOfBounds('maxRecordSizeInKiB', sizeInKiB, least, greatest);
}

function outOfBounds(name: string, value: number, ...[least, greatest]: number[]): KinesisError {
  const bound =
    value > Number(greatest)
      ? `less than or equal to ${greatest}`
      : `greater than or equal to ${least}`;
  return new KinesisError(
    'InvalidValue',
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: ` +
      `Member must have value ${bound}`,
  );
}
