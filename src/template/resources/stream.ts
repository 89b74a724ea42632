import { meantMetrics, SHARD_LEVEL_METRICS } from '../../aws/shard-level-metrics.ts';
import { missing, violation } from '../constraints.ts';
import type { PlannedStream } from '../plan.ts';
import type { Properties, PropertyTable } from '../properties.ts';
import type { Resource } from '../sections.ts';
import { textOf } from '../tree.ts';
import { type Context, open } from './context.ts';

const TABLE: PropertyTable = {
  MaxRecordSizeInKiB: true,
  Name: true,
  RetentionPeriodHours: true,
  ShardCount: true,
  StreamModeDetails: true,
  DesiredShardLevelMetrics: true,
  StreamEncryption: true,
  Tags: 'resources are not tagged',
  WarmThroughputMiBps: 'streams are as fast as this machine',
};

const STREAM_MODES = ['PROVISIONED', 'ON_DEMAND'] as const;
/** With how many shards AWS starts a stream that scales itself (Kinesis developer guide). */
const ON_DEMAND_SHARDS = 4;
const DEFAULT_RETENTION_HOURS = 24;

/** AWS::Kinesis::Stream. */
export function planStream(resource: Resource, context: Context): PlannedStream | undefined {
  const opened = open(resource, TABLE, context);
  if (!opened) return undefined;
  const { identity, properties } = opened;
  properties.text('Name', 'streamName', { min: 1, max: 128, pattern: /^[a-zA-Z0-9_.-]+$/ });
  const mode = properties
    .nested('StreamModeDetails', { StreamMode: true })
    ?.text('StreamMode', 'streamModeDetails.streamMode', { enum: STREAM_MODES });
  const streamMode = mode === 'ON_DEMAND' ? 'ON_DEMAND' : 'PROVISIONED';
  const retention = properties.integer('RetentionPeriodHours', 'retentionPeriodHours', {
    min: DEFAULT_RETENTION_HOURS,
    max: 8760,
  });
  const maxRecordSize = { min: 1024, max: 10_240 };
  const maxRecordSizeInKiB = properties.integer(
    'MaxRecordSizeInKiB',
    'maxRecordSizeInKiB',
    maxRecordSize,
  );
  return {
    logicalId: resource.logicalId,
    position: resource.at,
    name: identity.name,
    arn: identity.attributes.Arn!,
    streamMode,
    shardCount: shardCount(properties, streamMode),
    retentionPeriodHours: retention ?? DEFAULT_RETENTION_HOURS,
    ...(maxRecordSizeInKiB !== undefined && { maxRecordSizeInKiB }),
    ...readEncryption(properties),
    ...readMetrics(properties),
  };
}

/** Both properties of StreamEncryption are required (CloudFormation template reference). */
function readEncryption(properties: Properties): Pick<PlannedStream, 'encryptionKeyId'> {
  const table = { EncryptionType: true, KeyId: true } as const;
  const encryption = properties.nested('StreamEncryption', table);
  if (!encryption) return {};
  encryption.text('EncryptionType', 'encryptionType', { enum: ['KMS'] });
  const keyId = encryption.text('KeyId', 'keyId', { min: 1, max: 2048 });
  const at = properties.at('StreamEncryption');
  const { findings } = properties;
  if (encryption.isAbsent('EncryptionType')) findings.problem(at, missing('encryptionType'));
  if (encryption.isAbsent('KeyId')) findings.problem(at, missing('keyId'));
  findings.warn(at, 'StreamEncryption is shown; records are kept as they came.');
  return keyId === undefined ? {} : { encryptionKeyId: keyId };
}

function readMetrics(properties: Properties): Pick<PlannedStream, 'shardLevelMetrics'> {
  const items = properties.list('DesiredShardLevelMetrics') ?? [];
  if (items.length === 0) return {};
  const { findings } = properties;
  const names = items.flatMap((item) => {
    const name = findings.attempt(() => textOf(item, 'DesiredShardLevelMetrics'));
    if (name === undefined) return [];
    const message = violation(name, 'desiredShardLevelMetrics', {
      enum: [...SHARD_LEVEL_METRICS, 'ALL'],
    });
    if (message) findings.problem(item.at, message);
    return name;
  });
  return { shardLevelMetrics: meantMetrics(names) };
}

function shardCount(properties: Properties, mode: PlannedStream['streamMode']): number {
  const { findings } = properties;
  const count = properties.integer('ShardCount', 'shardCount', { min: 1, max: 100_000 });
  if (mode === 'ON_DEMAND') {
    // Observed on AWS, CloudFormation.
    const message = 'ShardCount is not expected when StreamMode=ON_DEMAND. Remove it.';
    if (count !== undefined) findings.problem(properties.at('ShardCount'), message);
    return ON_DEMAND_SHARDS;
  }
  if (properties.isAbsent('ShardCount')) {
    // Required for such streams (CloudFormation template reference); AWS's text is not known.
    findings.problem(
      properties.at('ShardCount'),
      'A stream needs a ShardCount, or StreamModeDetails with the StreamMode ON_DEMAND.',
    );
  }
  return count ?? 1;
}
