import type { Scope } from '../aws/scope.ts';
import { LIMITS } from '../kinesis/limits.ts';
import type { StreamDescription } from '../kinesis/stream.ts';
import type { PlannedStream } from '../template/plan.ts';
import { given } from './given.ts';
import type { World } from './world.ts';

type Setting = Exclude<keyof PlannedStream, 'logicalId' | 'position' | 'name' | 'arn'>;

interface Comparison {
  /** The setting's name in a template. */
  readonly property: string;
  readonly kept: (existing: StreamDescription) => string | number;
  /** Undefined when the template leaves it open. */
  readonly planned: (planned: PlannedStream) => string | number | undefined;
}

const NONE = 'none';

/** All that a template says of a stream, beside what an existing stream has. */
const COMPARISONS: Readonly<Record<Setting, Comparison>> = {
  streamMode: {
    property: 'StreamMode',
    kept: ({ mode }) => mode,
    planned: ({ streamMode }) => streamMode,
  },
  shardCount: {
    property: 'ShardCount',
    kept: ({ openShardCount }) => openShardCount,
    // How many shards an on-demand stream has is its own business.
    planned: ({ streamMode, shardCount }) => (streamMode === 'ON_DEMAND' ? undefined : shardCount),
  },
  retentionPeriodHours: {
    property: 'RetentionPeriodHours',
    kept: ({ retentionHours }) => retentionHours,
    planned: ({ retentionPeriodHours }) => retentionPeriodHours,
  },
  maxRecordSizeInKiB: {
    property: 'MaxRecordSizeInKiB',
    kept: ({ maxRecordSizeInKiB }) => maxRecordSizeInKiB,
    planned: ({ maxRecordSizeInKiB = LIMITS.recordSizeInKiB.usual }) => maxRecordSizeInKiB,
  },
  encryptionKeyId: {
    property: 'StreamEncryption',
    kept: ({ encryptionKeyId = NONE }) => encryptionKeyId,
    planned: ({ encryptionKeyId = NONE }) => encryptionKeyId,
  },
  shardLevelMetrics: {
    property: 'DesiredShardLevelMetrics',
    kept: ({ shardLevelMetrics }) => shardLevelMetrics.join(', ') || NONE,
    planned: ({ shardLevelMetrics = [] }) => shardLevelMetrics.join(', ') || NONE,
  },
};

/**
 * Creates the stream. One that exists is kept as it is with its records, and what the template asks
 * for otherwise is told.
 */
export async function applyStream(
  { streams, events }: Pick<World, 'streams' | 'events'>,
  scope: Scope,
  planned: PlannedStream,
): Promise<void> {
  const { name, streamMode, shardCount, retentionPeriodHours, maxRecordSizeInKiB } = planned;
  const existing = streams.list(scope).find((stream) => stream.streamName === name);
  if (!existing) {
    await streams.createStream(scope, {
      streamName: name,
      mode: streamMode,
      retentionHours: retentionPeriodHours,
      ...(streamMode === 'PROVISIONED' && { shardCount }),
      ...given({ maxRecordSizeInKiB }),
      encryptionKeyId: planned.encryptionKeyId,
      shardLevelMetrics: planned.shardLevelMetrics,
    });
    return;
  }
  const differences = differencesBetween(existing, planned);
  if (differences.length === 0) return;
  const advice = 'Delete the stream, or choose another folder with --data.';
  events.emit('warning', {
    message: `Stream ${name} exists and is kept as it is: ${differences.join('; ')}. ${advice}`,
  });
}

function differencesBetween(existing: StreamDescription, planned: PlannedStream): string[] {
  return Object.values(COMPARISONS).flatMap((comparison) => {
    const kept = comparison.kept(existing);
    const asked = comparison.planned(planned) ?? kept;
    if (kept === asked) return [];
    return [`its ${comparison.property} is ${kept}, where the template asks for ${asked}`];
  });
}
