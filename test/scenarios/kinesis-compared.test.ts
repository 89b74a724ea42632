import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kinesisService } from '../../src/api/kinesis/service.ts';
import { Streams } from '../../src/kinesis/streams.ts';
import { type Difference, expectSameAsMoto } from '../compared.ts';
import { Endpoint } from '../endpoint.ts';
import { memoryWorld } from '../memory-world.ts';
import { HAS_MOTO } from '../moto.ts';
import { ROOT } from '../running.ts';

const ARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/orders';
const ACCOUNT = 'under account 123456789012';
const MODEL = 'the constraints of the public API model';
const REFERENCE = 'Kinesis Data Streams API reference';

/** What breaks a constraint of the model, which moto does not look at in this way. */
const broken = (value: string, member: string, [constraint, moto]: [string, unknown]) => ({
  here:
    `ValidationException: 1 validation error detected: Value ${value}at '${member}' failed to ` +
    `satisfy constraint: Member must ${constraint}`,
  ...{ moto, right: 'here' as const, why: MODEL },
});

/** What moto fails at. */
const failing = (here: unknown, why = 'moto fails with status 500'): Difference => ({
  ...{ here, moto: '500', right: 'here', why },
});
const lacking = (here: unknown) => failing(here, 'moto does not have the operation');

/** Hash keys: where a split is, and the last. */
const [HALF, LAST] = [
  '170141183460469231731687303715884105728',
  '340282366920938463463374607431768211455',
];
const BELOW_HALF = String(BigInt(HALF) - 1n);
const WHOLE = { StartingHashKey: '0', EndingHashKey: LAST };
const DESCRIPTION = {
  EncryptionType: 'NONE',
  EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
  RetentionPeriodHours: 24,
  StreamARN: ARN,
  StreamCreationTimestamp: 'some',
  StreamName: 'orders',
  StreamStatus: 'ACTIVE',
};
const MODE = { StreamModeDetails: { StreamMode: 'PROVISIONED' } };
const SHARDS = {
  Shards: [
    {
      HashKeyRange: WHOLE,
      SequenceNumberRange: { StartingSequenceNumber: 'some' },
      ShardId: 'shardId-000000000000',
    },
  ],
  HasMoreShards: false,
};
const PUT = { SequenceNumber: 'some', ShardId: 'shardId-000000000000' };
const SPLIT = [
  `0 of - and -: 0 to ${LAST} closed`,
  `1 of 0 and -: 0 to ${BELOW_HALF} closed`,
  `2 of 0 and -: ${HALF} to ${LAST} closed`,
];
const MERGED = `3 of 1 and 2: 0 to ${LAST}`;
const noShard = (name: string) =>
  `ResourceNotFoundException: Could not find shard ${name} in stream orders ${ACCOUNT}.`;
const splitAtTheEdge = (endingHashKey: string) =>
  'InvalidArgumentException: NewStartingHashKey 0 used in SplitShard() on shard ' +
  `shardId-000000000001 in stream orders ${ACCOUNT} is not both greater than one plus the ` +
  `shard's StartingHashKey 0 and less than the shard's EndingHashKey ${endingHashKey}.`;

const STREAMS: Readonly<Record<string, Difference>> = {
  describe: {
    here: { ...DESCRIPTION, ...MODE, ...SHARDS },
    moto: { ...DESCRIPTION, ...SHARDS },
    right: 'here',
    why: `${REFERENCE}, StreamDescription`,
  },
  summary: {
    here: {
      ...{ ...DESCRIPTION, ...MODE, ConsumerCount: 0, OpenShardCount: 1 },
      ...{ MaxRecordSizeInKiB: 1024, StreamId: 'some' },
    },
    moto: { ...DESCRIPTION, ...MODE, OpenShardCount: 1 },
    right: 'here',
    why: `${REFERENCE}, StreamDescriptionSummary`,
  },
  'describe neither': {
    here: "InvalidArgumentException: Stream arn and stream name can't be empty at the same time",
    moto: `ResourceNotFoundException: Stream None ${ACCOUNT} not found.`,
    right: 'here',
    why: 'moto looks for a stream of the name None',
  },
  list: {
    here: ['demand', 'orders'],
    moto: ['orders', 'demand'],
    right: 'here',
    why: 'a page begins behind a name, whether there is one or not: they are in order of names',
  },
  'list behind': { here: ['orders'], moto: [], right: 'here', why: 'as for list' },
  'list behind none': failing(['orders']),
  limits: {
    here: {
      ...{ OnDemandStreamCount: 1, OnDemandStreamCountLimit: 50 },
      ...{ OpenShardCount: 5, ShardLimit: 20_000 },
    },
    moto: {
      ...{ OnDemandStreamCount: 0, OnDemandStreamCountLimit: 50 },
      ...{ OpenShardCount: 0, ShardLimit: 6000 },
    },
    right: 'here',
    why: 'default quotas of us-east-1; there are two streams, with one shard and with four',
  },
  'create it twice': {
    here: `ResourceInUseException: Stream orders ${ACCOUNT} already exists.`,
    moto: 'ResourceInUseException: orders',
    right: 'here',
    why: 'observed on AWS',
  },
  'a name that cannot be': broken("'a b' ", 'streamName', [
    'satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
    {},
  ]),
  'no shards': broken("'0' ", 'shardCount', ['have value greater than or equal to 1', '500']),
  'no name': broken('null ', 'streamName', ['not be null', {}]),
  'a mode that is none': broken("'X' ", 'streamModeDetails.streamMode', [
    'satisfy enum value set: [PROVISIONED, ON_DEMAND]',
    '500',
  ]),
};

const RECORDS: Readonly<Record<string, Difference>> = {
  'read from a time to come': {
    here: 'InvalidArgumentException',
    moto: [[], true],
    right: 'here',
    why: `${REFERENCE}, GetShardIterator`,
  },
  'read without a number': failing(
    'InvalidArgumentException: Must either specify (1) AT_SEQUENCE_NUMBER or ' +
      'AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no ' +
      'StartingSequenceNumber. Request specified AT_SEQUENCE_NUMBER and no ' +
      'StartingSequenceNumber.',
  ),
  'read without a time': failing(
    'InvalidArgumentException: Must specify timestampInMillis parameter for iterator of type ' +
      'AT_TIMESTAMP. Current request has no timestamp parameter.',
  ),
  'read in no way': broken("'X' ", 'shardIteratorType', [
    'satisfy enum value set: [AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER, TRIM_HORIZON, LATEST, ' +
      'AT_TIMESTAMP]',
    'InvalidArgumentException: Invalid ShardIteratorType: X',
  ]),
  'read 0': broken("'0' ", 'limit', ['have value greater than or equal to 1', [[], true]]),
  'read 10001': broken("'10001' ", 'limit', ['have value less than or equal to 10000', [[], true]]),
  'read with an iterator that is none': failing('InvalidArgumentException: Invalid ShardIterator.'),
  'put without a key': broken('null ', 'partitionKey', [
    'not be null',
    'InvalidArgumentException: partition_key',
  ]),
  'put with an empty key': broken("'' ", 'partitionKey', [
    'have length greater than or equal to 1',
    PUT,
  ]),
  'put with a long key': {
    here: 'ValidationException',
    moto: 'InvalidArgumentException',
    right: 'here',
    why: MODEL,
  },
  'put with a high key': {
    here:
      'InvalidArgumentException: Invalid ExplicitHashKey. ExplicitHashKey must be in the range: ' +
      '[0, 2^128-1]. Specified value was 340282366920938463463374607431768211456',
    moto: 'InvalidArgumentException: explicit_hash_key',
    right: 'here',
    why: 'observed on AWS',
  },
  'put too much': broken('', 'data', ['have length less than or equal to 1048576', PUT]),
  'put nothing': broken("'[]' ", 'records', [
    'have length greater than or equal to 1',
    { FailedRecordCount: 0, Records: [] },
  ]),
  'put encrypted': {
    here: { ...PUT, EncryptionType: 'KMS' },
    moto: PUT,
    right: 'here',
    why: `${REFERENCE}, PutRecord`,
  },
};

const COMMITMENT = { Status: 'ENABLED', StartedAt: 'some', EarliestAllowedEndAt: 'some' };
const noConsumer = (name: string) =>
  `ResourceNotFoundException: Consumer ${name}, account 123456789012 not found.`;

const SETTINGS: Readonly<Record<string, Difference>> = {
  'tag by ARN': lacking({}),
  'untag by ARN': lacking({}),
  'tags by ARN': lacking({ Tags: [{ Key: 'c', Value: '3' }] }),
  'larger records': lacking({}),
  account: lacking({ MinimumThroughputBillingCommitment: { Status: 'DISABLED' } }),
  commit: lacking({ MinimumThroughputBillingCommitment: COMMITMENT }),
  'warm throughput': lacking({
    StreamName: 'demand',
    StreamARN: ARN.replace('orders', 'demand'),
    WarmThroughput: { TargetMiBps: 3, CurrentMiBps: 3 },
  }),
  subscribe: lacking(['four', 'five', 'six']),
  'no consumer': {
    here: noConsumer('none under stream: orders'),
    moto: noConsumer('none'),
    right: 'unknown',
    why: 'AWS was recorded to name the stream when a consumer is asked for by its ARN',
  },
  'deregister twice': {
    here: noConsumer('audit under stream: orders'),
    moto: {},
    right: 'here',
    why: `${REFERENCE}, DeregisterStreamConsumer; the text as for no consumer`,
  },
  'its ARN has a time': {
    here: true,
    moto: false,
    right: 'here',
    why: 'the pattern of ConsumerARN in the public API model',
  },
  'register twice': {
    here: `ResourceInUseException: Consumer audit of stream orders ${ACCOUNT} already exists.`,
    moto: {
      ...{ ConsumerName: 'audit', ConsumerStatus: 'ACTIVE', ConsumerCreationTimestamp: 'some' },
      ConsumerARN: `${ARN}/consumer/audit`,
    },
    right: 'here',
    why: `${REFERENCE}, RegisterStreamConsumer; the text is our own`,
  },
};

const CAPACITY: Readonly<Record<string, Difference>> = {
  'split at the edge': {
    here: splitAtTheEdge(BELOW_HALF),
    moto: splitAtTheEdge(String(BigInt(HALF) - 2n)),
    right: 'here',
    why: 'the hash key with which the shard is listed; moto counts down twice',
  },
  'split none': {
    here: noShard('shardId-000000000009'),
    moto: noShard('shardId-9'),
    right: 'here',
    why: 'observed on AWS: a shard has its name in full',
  },
  'put to a child': {
    here: { ...PUT, ShardId: 'shardId-000000000002' },
    moto: PUT,
    right: 'here',
    why: 'moto puts into the parent, which is closed',
  },
  'the shards behind': {
    here: ['2'],
    moto: ['0', '1', '2'],
    right: 'here',
    why: 'moto does not look at ExclusiveStartShardId',
  },
  'the latest shards': {
    here: ['1', '2'],
    moto: ['0', '1', '2'],
    right: 'here',
    why: 'moto does not look at ShardFilter',
  },
  'merge what is closed': {
    here:
      `InvalidArgumentException: Shard shardId-000000000001 in stream orders ${ACCOUNT} has ` +
      'already been merged or split, and thus is not eligible for merging or splitting.',
    moto: {},
    right: 'here',
    why: 'observed on AWS; moto merges them again',
  },
  scale: {
    here: { CurrentShardCount: 1, TargetShardCount: 2, StreamName: 'orders', StreamARN: ARN },
    moto: { CurrentShardCount: 2, TargetShardCount: 2, StreamName: 'orders' },
    right: 'here',
    why: `${REFERENCE}, UpdateShardCount`,
  },
  'after the scaling': {
    here: [
      ...SPLIT,
      `${MERGED} closed`,
      `4 of 3 and -: 0 to ${BELOW_HALF}`,
      `5 of 3 and -: ${HALF} to ${LAST}`,
    ],
    moto: [...SPLIT, MERGED, MERGED.replace('3', '4')],
    right: 'here',
    why: 'moto has merged twice what was closed, and two open shards cover the same hash keys',
  },
  'scale too far': {
    here:
      'InvalidArgumentException: UpdateShardCount cannot scale up over double your current open ' +
      'shard count. Current open shard count: 2 Target shard count: 5',
    moto: { CurrentShardCount: 2, TargetShardCount: 5, StreamName: 'orders' },
    right: 'here',
    why: `${REFERENCE}, UpdateShardCount`,
  },
  'scale on demand': {
    here:
      'ValidationException: Shards of a stream of the mode ON_DEMAND cannot be split or merged: ' +
      `stream orders ${ACCOUNT}.`,
    moto: `ValidationException: Request is invalid. Stream orders ${ACCOUNT} is in On-Demand mode.`,
    right: 'unknown',
    why: 'the code is the same; the text behind it is our own',
  },
  'delete with a consumer': {
    here:
      "ResourceInUseException: DeleteStream can't delete 123456789012:orders because there are " +
      'consumers associated with this data stream. To delete orders anyway, set the ' +
      'EnforceConsumerDeletion parameter to true to force the deletion of all the consumers that ' +
      'are associated with it.',
    moto: {},
    right: 'here',
    why: `${REFERENCE}, DeleteStream`,
  },
};

const DIFFERENCES = { ...STREAMS, ...RECORDS, ...SETTINGS, ...CAPACITY };

const SCRIPT = join(ROOT, 'test/scenarios/kinesis_steps.py');

test('the script calls every operation', () => {
  const script = readFileSync(SCRIPT, 'utf8');
  const { operations } = memoryWorld().services.find((each) => each.signingName === 'kinesis')!;
  const inPython = operations.map(({ name }) => name.replace(/(?<!^)[A-Z]/g, '_$&').toLowerCase());
  expect(inPython.filter((name) => !script.includes(name))).toEqual([]);
});

test.skipIf(!HAS_MOTO)('it is as moto has it, but for what is listed (needs moto)', async () => {
  await using endpoint = await Endpoint.start((world) => [kinesisService(new Streams(world))]);
  await expectSameAsMoto(SCRIPT, endpoint.url, DIFFERENCES);
});
