import { afterEach, beforeEach, expect, test } from 'vitest';
import { kinesisService } from '../../src/api/kinesis/service.ts';
import { Streams } from '../../src/kinesis/streams.ts';
import { available } from '../available.ts';
import { Endpoint } from '../endpoint.ts';
import {
  awsCli,
  boto3,
  type CallKinesis,
  type KinesisCaller,
  sdkForJavaScript,
} from './kinesis-clients.ts';

const HAS_AWS_CLI = available('aws');
const HAS_BOTO3 = available('python3', ['-c', 'import boto3']);
/** A process of its own for each of some forty calls takes its time. */
const SLOW_MS = 180_000;

let endpoint: Endpoint;
let operations: string[];
beforeEach(async () => {
  endpoint = await Endpoint.start((world) => {
    const service = kinesisService(new Streams(world));
    operations = service.operations.map(({ name }) => name);
    return [service];
  });
});
afterEach(() => endpoint[Symbol.asyncDispose]());

const NAME = { StreamName: 'orders' };
const KEY = { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' };
const FIRST = 'shardId-000000000000';
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Makes streams and looks at them; answers the ARN of `orders`. */
async function walkThroughStreams(call: CallKinesis): Promise<string> {
  await call('CreateStream', { ...NAME, ShardCount: 1, Tags: { made: 'here' } });
  await call('CreateStream', { StreamName: 'demand' });
  const { StreamDescription } = await call('DescribeStream', NAME);
  expect(StreamDescription).toMatchObject({ StreamStatus: 'ACTIVE', Shards: [{ ShardId: FIRST }] });
  const { StreamARN } = StreamDescription;
  const { StreamDescriptionSummary } = await call('DescribeStreamSummary', { StreamARN });
  expect(StreamDescriptionSummary).toMatchObject({ OpenShardCount: 1, EncryptionType: 'NONE' });
  expect((await call('ListStreams')).StreamNames).toEqual(['demand', 'orders']);
  expect(await call('DescribeLimits')).toMatchObject({ OpenShardCount: 5, OnDemandStreamCount: 1 });
  expect((await call('ListShards', NAME)).Shards).toHaveLength(1);
  return StreamARN;
}

async function walkThroughSettings(call: CallKinesis, StreamARN: string): Promise<void> {
  const ResourceARN = StreamARN;
  await call('AddTagsToStream', { ...NAME, Tags: { a: '1', b: '2' } });
  await call('RemoveTagsFromStream', { ...NAME, TagKeys: ['made'] });
  await call('TagResource', { ResourceARN, Tags: { c: '3' } });
  await call('UntagResource', { ResourceARN, TagKeys: ['a'] });
  const tags = [
    { Key: 'b', Value: '2' },
    { Key: 'c', Value: '3' },
  ];
  expect((await call('ListTagsForStream', NAME)).Tags).toEqual(tags);
  expect((await call('ListTagsForResource', { ResourceARN })).Tags).toEqual(tags);
  await call('PutResourcePolicy', { ResourceARN, Policy: '{"Statement":[]}' });
  expect((await call('GetResourcePolicy', { ResourceARN })).Policy).toBe('{"Statement":[]}');
  await call('DeleteResourcePolicy', { ResourceARN });
  await call('IncreaseStreamRetentionPeriod', { ...NAME, RetentionPeriodHours: 48 });
  await call('DecreaseStreamRetentionPeriod', { ...NAME, RetentionPeriodHours: 24 });
  const metrics = { ...NAME, ShardLevelMetrics: ['IncomingBytes'] };
  const enabled = await call('EnableEnhancedMonitoring', metrics);
  expect(enabled.DesiredShardLevelMetrics).toEqual(['IncomingBytes']);
  const disabled = await call('DisableEnhancedMonitoring', metrics);
  expect(disabled.DesiredShardLevelMetrics).toEqual([]);
  await call('UpdateMaxRecordSize', { StreamARN, MaxRecordSizeInKiB: 2048 });
}

async function walkThroughRecords(call: CallKinesis): Promise<void> {
  await call('StartStreamEncryption', { ...NAME, ...KEY });
  const put = await call('PutRecord', { ...NAME, Data: 'ä\n', PartitionKey: 'a' });
  expect(put).toMatchObject({ ShardId: FIRST, EncryptionType: 'KMS' });
  await call('StopStreamEncryption', { ...NAME, ...KEY });
  const Records = [{ Data: 'two', PartitionKey: 'b' }];
  expect((await call('PutRecords', { ...NAME, Records })).FailedRecordCount).toBe(0);
  const iterator = { ...NAME, ShardId: FIRST, ShardIteratorType: 'TRIM_HORIZON' };
  const { ShardIterator } = await call('GetShardIterator', iterator);
  expect((await call('GetRecords', { ShardIterator })).Records).toMatchObject([
    { Data: base64('ä\n'), PartitionKey: 'a', EncryptionType: 'KMS' },
    { Data: base64('two'), PartitionKey: 'b' },
  ]);
}

async function walkThroughConsumers(
  call: CallKinesis,
  { StreamARN, subscribes }: { StreamARN: string; subscribes: boolean },
): Promise<void> {
  const naming = { StreamARN, ConsumerName: 'audit' };
  const { Consumer } = await call('RegisterStreamConsumer', { ...naming, Tags: { a: 'b' } });
  const { ConsumerARN } = Consumer;
  const { ConsumerDescription } = await call('DescribeStreamConsumer', naming);
  expect(ConsumerDescription).toMatchObject({ ConsumerARN, ConsumerStatus: 'ACTIVE' });
  expect((await call('ListStreamConsumers', { StreamARN })).Consumers).toHaveLength(1);
  if (subscribes) {
    const StartingPosition = { Type: 'TRIM_HORIZON' };
    const subscription = { ConsumerARN, ShardId: FIRST, StartingPosition };
    expect(await call('SubscribeToShard', subscription)).toMatchObject({
      Records: [{ Data: base64('ä\n') }, { Data: base64('two') }],
      ContinuationSequenceNumber: expect.stringMatching(/^\d{56}$/),
      MillisBehindLatest: 0,
    });
    await expect(call('SubscribeToShard', subscription)).rejects.toThrow(
      'Another active subscription exists for this consumer',
    );
  }
  await call('DeregisterStreamConsumer', { ConsumerARN });
}

async function walkThroughCapacity(call: CallKinesis, StreamARN: string): Promise<void> {
  const half = String(2n ** 127n);
  await call('SplitShard', { ...NAME, ShardToSplit: FIRST, NewStartingHashKey: half });
  const [ShardToMerge, AdjacentShardToMerge] = ['shardId-000000000001', 'shardId-000000000002'];
  await call('MergeShards', { ...NAME, ShardToMerge, AdjacentShardToMerge });
  const count = { ...NAME, TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' };
  expect(await call('UpdateShardCount', count)).toMatchObject({ CurrentShardCount: 1 });
  const committed = { MinimumThroughputBillingCommitment: { Status: 'ENABLED' } };
  expect(await call('UpdateAccountSettings', committed)).toMatchObject(committed);
  expect(await call('DescribeAccountSettings')).toMatchObject(committed);
  await call('UpdateStreamMode', { StreamARN, StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
  const warm = await call('UpdateStreamWarmThroughput', { ...NAME, WarmThroughputMiBps: 3 });
  expect(warm.WarmThroughput).toEqual({ TargetMiBps: 3, CurrentMiBps: 3 });
  await call('DeleteStream', NAME);
  await expect(call('DescribeStream', NAME)).rejects.toThrow('Stream orders under account');
}

/** Walks through every operation as a user does; answers those that were called. */
async function walk({ call }: KinesisCaller, { subscribes = true } = {}): Promise<string[]> {
  const called = new Set<string>();
  const counted: CallKinesis = (operation, input) => {
    called.add(operation);
    return call(operation, input);
  };
  const StreamARN = await walkThroughStreams(counted);
  await walkThroughSettings(counted, StreamARN);
  await walkThroughRecords(counted);
  await walkThroughConsumers(counted, { StreamARN, subscribes });
  await walkThroughCapacity(counted, StreamARN);
  return [...called].sort();
}

test('the SDK for JavaScript calls every operation', async () => {
  await using client = sdkForJavaScript(endpoint.url);
  expect(await walk(client)).toEqual(operations);
});

test.skipIf(!HAS_BOTO3)(
  'boto3 calls every operation (needs boto3)',
  async () => {
    await using client = boto3(endpoint.env);
    expect(await walk(client)).toEqual(operations);
  },
  SLOW_MS,
);

test.skipIf(!HAS_AWS_CLI)(
  'the AWS CLI calls every operation that it has (needs aws)',
  async () => {
    await using client = awsCli(endpoint.env);
    const called = await walk(client, { subscribes: false });
    expect(called).toEqual(operations.filter((name) => name !== 'SubscribeToShard'));
  },
  SLOW_MS,
);
