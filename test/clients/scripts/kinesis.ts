import { expect } from 'vitest';
import { type Answers, call, fails, pages, type Script } from '../step.ts';

const NAME = { StreamName: 'orders' };
const ARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
const STREAM = { StreamARN: ARN };
const RESOURCE = { ResourceARN: ARN };
const FIRST = 'shardId-000000000000';
const KEY = { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' };
const POLICY = '{"Statement":[]}';
const TAGS = [
  { Key: 'b', Value: '2' },
  { Key: 'c', Value: 'ä' },
];
const bytes = (text: string) => Buffer.from(text);
const base64 = (text: string) => bytes(text).toString('base64');
const COMMITTED = { MinimumThroughputBillingCommitment: { Status: 'ENABLED' } };

const STREAMS = [
  call('CreateStream', { ...NAME, ShardCount: 1, Tags: { made: 'here' } }),
  call('CreateStream', { StreamName: 'demand' }),
  fails('CreateStream', NAME, 'ResourceInUseException: Stream orders under account'),
  call('DescribeStream', NAME, {
    StreamDescription: { StreamARN: ARN, StreamStatus: 'ACTIVE', Shards: [{ ShardId: FIRST }] },
  }),
  call('DescribeStreamSummary', STREAM, {
    StreamDescriptionSummary: { OpenShardCount: 1, EncryptionType: 'NONE' },
  }),
  call('ListStreams', {}, { StreamNames: ['demand', 'orders'], HasMoreStreams: false }),
  call('DescribeLimits', {}, { OpenShardCount: 5, OnDemandStreamCount: 1 }),
  call('ListShards', NAME, { Shards: [{ ShardId: FIRST }] }),
];

const HALF = String(2n ** 127n);
const READ = ({ GetShardIterator: { ShardIterator } }: Answers) => ({ ShardIterator });

const SETTINGS = [
  call('AddTagsToStream', { ...NAME, Tags: { a: '1', b: '2' } }),
  call('RemoveTagsFromStream', { ...NAME, TagKeys: ['made'] }),
  call('TagResource', { ...RESOURCE, Tags: { c: 'ä' } }),
  call('UntagResource', { ...RESOURCE, TagKeys: ['a'] }),
  call('ListTagsForStream', NAME, { Tags: TAGS, HasMoreTags: false }),
  call('ListTagsForResource', RESOURCE, { Tags: TAGS }),
  call('PutResourcePolicy', { ...RESOURCE, Policy: POLICY }),
  call('GetResourcePolicy', RESOURCE, { Policy: POLICY }),
  call('DeleteResourcePolicy', RESOURCE),
  call('IncreaseStreamRetentionPeriod', { ...NAME, RetentionPeriodHours: 48 }),
  call('DecreaseStreamRetentionPeriod', { ...NAME, RetentionPeriodHours: 24 }),
  fails(
    'DecreaseStreamRetentionPeriod',
    { ...NAME, RetentionPeriodHours: 48 },
    'InvalidArgumentException: Requested retention period',
  ),
  call(
    'EnableEnhancedMonitoring',
    { ...NAME, ShardLevelMetrics: ['IncomingBytes'] },
    { DesiredShardLevelMetrics: ['IncomingBytes'] },
  ),
  call(
    'DisableEnhancedMonitoring',
    { ...NAME, ShardLevelMetrics: ['IncomingBytes'] },
    { DesiredShardLevelMetrics: [] },
  ),
  call('UpdateMaxRecordSize', { ...STREAM, MaxRecordSizeInKiB: 2048 }),
];

const RECORDS = [
  call('StartStreamEncryption', { ...NAME, ...KEY }),
  call(
    'PutRecord',
    { ...NAME, Data: bytes('ä\n'), PartitionKey: 'a' },
    { ShardId: FIRST, EncryptionType: 'KMS' },
  ),
  call('StopStreamEncryption', { ...NAME, ...KEY }),
  call(
    'PutRecords',
    { ...NAME, Records: [{ Data: bytes('two'), PartitionKey: 'b' }] },
    { FailedRecordCount: 0 },
  ),
  call('PutRecord', { ...NAME, Data: Buffer.of(0, 128, 255), PartitionKey: 'c' }),
  call('GetShardIterator', { ...NAME, ShardId: FIRST, ShardIteratorType: 'TRIM_HORIZON' }),
  call('GetRecords', READ, {
    Records: [
      { Data: base64('ä\n'), PartitionKey: 'a', EncryptionType: 'KMS' },
      { Data: base64('two'), PartitionKey: 'b' },
      { Data: 'AID/', ApproximateArrivalTimestamp: expect.stringMatching(/^2026-01-01T00:00:00/) },
    ],
    MillisBehindLatest: 0,
  }),
  call('GetShardIterator', {
    ...{ ...NAME, ShardId: FIRST, ShardIteratorType: 'AT_TIMESTAMP' },
    Timestamp: new Date(Date.UTC(2025, 11, 31, 12)),
  }),
  call('GetRecords', (answers: Answers) => ({ ...READ(answers), Limit: 1 })),
];

const SUBSCRIPTION = ({ RegisterStreamConsumer }: Answers) => ({
  ConsumerARN: RegisterStreamConsumer.Consumer.ConsumerARN,
  ShardId: FIRST,
  StartingPosition: { Type: 'TRIM_HORIZON' },
});
const CONSUMERS = [
  call(
    'RegisterStreamConsumer',
    { ...STREAM, ConsumerName: 'audit', Tags: { a: 'b' } },
    { Consumer: { ConsumerStatus: 'ACTIVE' } },
  ),
  call(
    'DescribeStreamConsumer',
    { ...STREAM, ConsumerName: 'audit' },
    { ConsumerDescription: { StreamARN: ARN, ConsumerStatus: 'ACTIVE' } },
  ),
  call('RegisterStreamConsumer', { ...STREAM, ConsumerName: 'billing' }),
  pages('ListStreamConsumers', 'Consumers', STREAM, [
    ...[{ ConsumerName: 'audit' }, { ConsumerName: 'billing' }],
  ]),
  call('DeregisterStreamConsumer', { ...STREAM, ConsumerName: 'audit' }),
  call('ListStreamConsumers', STREAM, { Consumers: [{ ConsumerName: 'billing' }] }),
  call('SubscribeToShard', SUBSCRIPTION, {
    Records: [{ Data: base64('ä\n') }, { Data: base64('two') }, { Data: 'AID/' }],
    ContinuationSequenceNumber: expect.stringMatching(/^\d{56}$/),
    MillisBehindLatest: 0,
  }),
  fails('SubscribeToShard', SUBSCRIPTION, 'ResourceInUseException: Another active subscription'),
  call('DeregisterStreamConsumer', ({ RegisterStreamConsumer: { Consumer } }: Answers) => ({
    ConsumerARN: Consumer.ConsumerARN,
  })),
  fails(
    'DescribeStreamConsumer',
    { ...STREAM, ConsumerName: 'audit' },
    'ResourceNotFoundException: Consumer audit',
  ),
];

const CAPACITY = [
  call('SplitShard', { ...NAME, ShardToSplit: FIRST, NewStartingHashKey: HALF }),
  call('MergeShards', {
    ...{ ...NAME, ShardToMerge: 'shardId-000000000001' },
    AdjacentShardToMerge: 'shardId-000000000002',
  }),
  call(
    'UpdateShardCount',
    { ...NAME, TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' },
    { CurrentShardCount: 1, TargetShardCount: 2 },
  ),
  call('ListShards', NAME, { Shards: expect.objectContaining({ length: 6 }) }),
  call('GetShardIterator', { ...NAME, ShardId: FIRST, ShardIteratorType: 'TRIM_HORIZON' }),
  call('GetRecords', READ, {
    ChildShards: [
      { ShardId: 'shardId-000000000001', ParentShards: [FIRST] },
      { ShardId: 'shardId-000000000002', HashKeyRange: { StartingHashKey: HALF } },
    ],
  }),
  call(
    'ListShards',
    { ...NAME, ShardFilter: { Type: 'AT_LATEST' }, MaxResults: 1 },
    {
      NextToken: expect.any(String),
    },
  ),
  call('ListShards', ({ ListShards: { NextToken } }: Answers) => ({ NextToken })),
  call('UpdateAccountSettings', COMMITTED, COMMITTED),
  call('DescribeAccountSettings', {}, COMMITTED),
  call('UpdateStreamMode', { ...STREAM, StreamModeDetails: { StreamMode: 'ON_DEMAND' } }),
  call(
    'UpdateStreamWarmThroughput',
    { ...NAME, WarmThroughputMiBps: 3 },
    { WarmThroughput: { TargetMiBps: 3, CurrentMiBps: 3 } },
  ),
];

const PAGES = [
  call('CreateStream', { StreamName: 'third' }),
  pages('ListStreams', 'StreamNames', {}, ['demand', 'orders', 'third']),
];

const ENDINGS = [
  call('DeleteStream', NAME),
  fails('DescribeStream', NAME, 'ResourceNotFoundException: Stream orders under account'),
  fails(
    'DescribeStream',
    { StreamName: 'a b' },
    "ValidationException: 1 validation error detected: Value 'a b' at 'streamName'",
  ),
];

export const kinesis: Script = {
  service: 'kinesis',
  steps: [
    ...[...STREAMS, ...SETTINGS, ...RECORDS, ...CONSUMERS],
    ...[...CAPACITY, ...PAGES, ...ENDINGS],
  ],
};
