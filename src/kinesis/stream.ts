import { type Arn, formatArn, parseArn } from '../aws/arn.ts';
import type { Scope } from '../aws/scope.ts';
import type { ShardLevelMetric } from '../aws/shard-level-metrics.ts';
import { KinesisError } from './kinesis-error.ts';
import type { ResourceSettings } from './resource-settings.ts';
import {
  parseShardId,
  type Shard,
  type ShardDefinition,
  shardMissing,
  shardUnreadable,
} from './shard.ts';

export type StreamMode = 'PROVISIONED' | 'ON_DEMAND';

/** A stream as the store keeps it. */
export interface StreamDefinition extends ResourceSettings {
  /** Tells a stream from an earlier one of the same name. */
  readonly streamId: string;
  readonly streamName: string;
  readonly mode: StreamMode;
  readonly createdAtMs: number;
  readonly retentionHours: number;
  /** Records that arrived earlier are lost, however long the retention period is now. */
  readonly trimmedBeforeMs?: number | undefined;
  /** When the shard count was updated in the last day, and when the mode. */
  readonly shardCountUpdatesMs?: readonly number[] | undefined;
  readonly modeChangesMs?: readonly number[] | undefined;
  readonly maxRecordSizeInKiB: number;
  /** The key with which records are said to be encrypted; without one they are not. */
  readonly encryptionKeyId?: string | undefined;
  /** When encryption was started and stopped in the last day. */
  readonly encryptionStartsMs?: readonly number[] | undefined;
  readonly encryptionStopsMs?: readonly number[] | undefined;
  readonly shardLevelMetrics?: readonly ShardLevelMetric[] | undefined;
  readonly warmThroughputMiBps?: number | undefined;
  /** Every shard that may still hold records, in the order of their indexes. */
  readonly shards: readonly ShardDefinition[];
}

/** A stream with what memory knows of it. */
export interface Stream {
  readonly scope: Scope;
  readonly definition: StreamDefinition;
  /** In the order of the definition. */
  readonly shards: readonly Shard[];
  /** The open ones, in the order of their hash keys. */
  readonly open: readonly Shard[];
}

/** What `describe` and `list` tell of a stream. It is active as soon as it exists. */
export interface StreamDescription
  extends Pick<
    StreamDefinition,
    | 'streamName'
    | 'streamId'
    | 'mode'
    | 'createdAtMs'
    | 'retentionHours'
    | 'maxRecordSizeInKiB'
    | 'encryptionKeyId'
    | 'warmThroughputMiBps'
    | 'tags'
    | 'policy'
  > {
  readonly streamArn: string;
  readonly shardLevelMetrics: readonly ShardLevelMetric[];
  readonly status: 'ACTIVE';
  readonly openShardCount: number;
}

/** Puts a definition and its shards together. */
export function streamOf(scope: Scope, definition: StreamDefinition, shards: Shard[]): Stream {
  const open = shards
    .filter((shard) => shard.definition.closedAtMs === undefined)
    .sort((one, other) => (one.startingHex < other.startingHex ? -1 : 1));
  return { scope, definition, shards, open };
}

/** Describes a stream for those outside. */
export function describeStream({ scope, definition, open }: Stream): StreamDescription {
  const { shards: _shards, shardLevelMetrics = [], ...described } = definition;
  return {
    ...described,
    shardLevelMetrics,
    streamArn: streamArnOf(scope, definition.streamName),
    status: 'ACTIVE',
    openShardCount: open.length,
  };
}

/** The ARN of a stream. */
export const streamArnOf = (scope: Scope, streamName: string): string =>
  formatArn(scope, 'kinesis', `stream/${streamName}`);

/** Reads the ARN of a stream, or answers undefined when it is none. */
export function parseStreamArn(text: string): (Arn & { streamName: string }) | undefined {
  const arn = parseArn(text);
  const streamName = /^stream\/([a-zA-Z0-9_.-]+)$/.exec(arn?.resource ?? '')?.[1];
  if (arn?.service !== 'kinesis' || !streamName) return undefined;
  return { ...arn, streamName };
}

/** What the ARN of a consumer says. Names of consumers are unique in a stream, not over time. */
export interface ConsumerArn extends Arn {
  readonly streamName: string;
  readonly streamArn: string;
  readonly consumerName: string;
  /** When the consumer was registered, in whole seconds since the Unix epoch. */
  readonly createdAtSeconds: number;
}

const CONSUMER = /^(stream\/([a-zA-Z0-9_.-]+))\/consumer\/([a-zA-Z0-9_.-]+):(\d{1,15})$/;

/** Reads the ARN of a consumer with a throughput of its own, or answers undefined. */
export function parseConsumerArn(text: string): ConsumerArn | undefined {
  const arn = parseArn(text);
  const [, stream, streamName, consumerName, seconds] = CONSUMER.exec(arn?.resource ?? '') ?? [];
  if (arn?.service !== 'kinesis' || !stream || !streamName || !consumerName) return undefined;
  const streamArn = text.slice(0, text.lastIndexOf('/consumer/'));
  return { ...arn, streamName, streamArn, consumerName, createdAtSeconds: Number(seconds) };
}

/** The error for a stream that does not exist. */
export function streamNotFound(streamName: string, account: string): KinesisError {
  const message = `Stream ${streamName} under account ${account} not found.`;
  return new KinesisError('StreamNotFound', message);
}

/** The error for an id that no stream has; the text is our own, as AWS does not use ids yet. */
export function streamIdNotFound(streamId: string, account: string): KinesisError {
  const message = `Stream with id ${streamId} under account ${account} not found.`;
  return new KinesisError('StreamNotFound', message);
}

/**
 * Finds a shard by its id.
 *
 * @throws KinesisError ShardNotFound
 */
export function shardNamed({ scope, definition, shards }: Stream, shardId: string): Shard {
  const index = parseShardId(shardId);
  if (index === undefined) throw shardUnreadable(shardId, definition.streamName, scope.account);
  const shard = shards.find((each) => each.definition.index === index);
  if (!shard) throw shardMissing(index, definition.streamName, scope.account);
  return shard;
}

/** The indexes of the shards that were open before and are not now. */
export function closedBetween(before: StreamDefinition, after: StreamDefinition): number[] {
  if (before.shards === after.shards) return [];
  const closed = new Set(after.shards.filter(isClosed).map(({ index }) => index));
  const wasOpen = before.shards.filter((shard) => !isClosed(shard));
  return wasOpen.map(({ index }) => index).filter((index) => closed.has(index));
}

const isClosed = ({ closedAtMs }: ShardDefinition): boolean => closedAtMs !== undefined;
