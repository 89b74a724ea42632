import { beforeEach, expect, test } from 'vitest';
import { ManualClock } from '../../clock/manual-clock.ts';
import { type EventMap, Events } from '../../observe/events.ts';
import { Streams } from '../../kinesis/streams.ts';
import { seededRandom } from '../../random/random.ts';
import { MemoryStore } from '../../store/memory-store.ts';
import type { RequestContext } from '../operation.ts';
import { kinesisService } from './service.ts';

const scope = { account: '123456789012', region: 'us-east-1' };
const ARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/orders';
const SHARD = 'shardId-000000000000';

let clock: ManualClock;
let events: Events;
// biome-ignore lint/suspicious/noExplicitAny: each operation answers a shape of its own
let call: (name: string, input: object, context?: Partial<RequestContext>) => Promise<any>;

beforeEach(() => {
  clock = new ManualClock(Date.UTC(2015, 0, 22, 1, 22, 2) + 250);
  events = new Events();
  const random = seededRandom(1);
  const service = kinesisService(new Streams({ store: new MemoryStore(), clock, random, events }));
  const usual = { scope, requestId: '1', endpoint: 'http://localhost', userAgent: '' };
  call = async (name, input, context = {}) => {
    const operation = service.operations.find((each) => each.name === name)!;
    const signal = new AbortController().signal;
    try {
      return await operation.handle(input, { ...usual, signal, ...context });
    } catch (error) {
      throw service.toAwsError(error) ?? error;
    }
  };
});

const refused = (code: string, message: string | RegExp) =>
  expect.objectContaining({
    code,
    status: 400,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });

const created = (input: object = {}) =>
  call('CreateStream', { StreamName: 'orders', ShardCount: 1, ...input });

const put = (key: string, data = key, context: Partial<RequestContext> = {}) =>
  call('PutRecord', { StreamName: 'orders', PartitionKey: key, Data: Buffer.from(data) }, context);

async function iterator(ShardIteratorType: string, input: object = {}): Promise<string> {
  const request = { StreamName: 'orders', ShardId: SHARD, ShardIteratorType, ...input };
  return (await call('GetShardIterator', request)).ShardIterator;
}

async function keysFrom(ShardIterator: string): Promise<string> {
  const { Records } = await call('GetRecords', { ShardIterator });
  return Records.map((record: { PartitionKey: string }) => record.PartitionKey).join('');
}

test('a stream is described as AWS describes it', async () => {
  await created({ MaxRecordSizeInKiB: 2048 });
  const common = {
    StreamName: 'orders',
    StreamARN: ARN,
    StreamStatus: 'ACTIVE',
    StreamModeDetails: { StreamMode: 'PROVISIONED' },
    RetentionPeriodHours: 24,
    StreamCreationTimestamp: Date.UTC(2015, 0, 22, 1, 22, 2),
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: 'NONE',
  };
  expect(await call('DescribeStream', { StreamName: 'orders' })).toEqual({
    StreamDescription: {
      ...common,
      HasMoreShards: false,
      Shards: [
        {
          ShardId: SHARD,
          HashKeyRange: {
            StartingHashKey: '0',
            EndingHashKey: '340282366920938463463374607431768211455',
          },
          SequenceNumberRange: { StartingSequenceNumber: expect.stringMatching(/^\d{56}$/) },
        },
      ],
    },
  });
  expect(await call('DescribeStreamSummary', { StreamARN: ARN })).toEqual({
    StreamDescriptionSummary: {
      ...common,
      OpenShardCount: 1,
      ConsumerCount: 0,
      MaxRecordSizeInKiB: 2048,
    },
  });
});

test('a stream without a shard count is on demand and has four shards', async () => {
  await created({ ShardCount: undefined });
  const { StreamDescriptionSummary } = await call('DescribeStreamSummary', { StreamARN: ARN });
  expect(StreamDescriptionSummary).toMatchObject({
    OpenShardCount: 4,
    StreamModeDetails: { StreamMode: 'ON_DEMAND' },
  });
  await expect(
    created({ StreamName: 'other', StreamModeDetails: { StreamMode: 'ON_DEMAND' } }),
  ).rejects.toEqual(refused('InvalidArgumentException', /^ShardCount cannot be specified/));
});

test('a deleted stream is not found', async () => {
  await created();
  await call('DeleteStream', { StreamName: 'orders', EnforceConsumerDeletion: false });
  await expect(call('DescribeStream', { StreamName: 'orders' })).rejects.toEqual(
    refused('ResourceNotFoundException', 'Stream orders under account 123456789012 not found.'),
  );
});

test('a stream that exists is in use', async () => {
  await created();
  await expect(created()).rejects.toEqual(
    refused('ResourceInUseException', 'Stream orders under account 123456789012 already exists.'),
  );
});

test.each([
  [{}, 'InvalidArgumentException', 'Either StreamName or StreamARN should be provided.'],
  [
    { StreamName: 'other', StreamARN: ARN },
    'InvalidArgumentException',
    'StreamName and StreamARN name two different streams.',
  ],
  [
    { StreamARN: ARN.replace('us-east-1', 'eu-west-1') },
    'ResourceNotFoundException',
    'Stream orders under account 123456789012 not found.',
  ],
  [
    { StreamName: 'orders', StreamId: `${'a'.repeat(20)}-abc` },
    'InvalidArgumentException',
    'StreamId is not supported here.',
  ],
])('a stream cannot be named by %j', async (naming, code, message) => {
  await created();
  await expect(call('DescribeStreamSummary', naming)).rejects.toEqual(refused(code, message));
});

test('what has no effect here is refused when a stream is created', async () => {
  await expect(created({ WarmThroughputMiBps: 1 })).rejects.toEqual(
    refused('InvalidArgumentException', 'WarmThroughputMiBps is not supported here.'),
  );
});

test('streams are listed in pages', async () => {
  for (const StreamName of ['c', 'a', 'b']) await created({ StreamName });
  const first = await call('ListStreams', { Limit: 2 });
  expect(first).toMatchObject({ StreamNames: ['a', 'b'], HasMoreStreams: true });
  expect(first.StreamSummaries[0]).toMatchObject({ StreamName: 'a', StreamStatus: 'ACTIVE' });
  const rest = { StreamNames: ['c'], HasMoreStreams: false };
  expect(await call('ListStreams', { NextToken: first.NextToken })).toMatchObject(rest);
  expect(await call('ListStreams', { ExclusiveStartStreamName: 'b' })).toMatchObject(rest);
  clock.advance(300_001);
  await expect(call('ListStreams', { NextToken: first.NextToken })).rejects.toEqual(
    refused('ExpiredNextTokenException', /^NextToken expired\./),
  );
});

test('shards are listed in pages, and only their token leads on', async () => {
  await created({ ShardCount: 3 });
  const first = await call('ListShards', { StreamName: 'orders', MaxResults: 2 });
  const ids = ({ Shards }: { Shards: { ShardId: string }[] }) => Shards.map((s) => s.ShardId);
  expect(ids(first)).toEqual([SHARD, 'shardId-000000000001']);
  const { NextToken } = first;
  const rest = await call('ListShards', { NextToken, StreamARN: ARN });
  expect(ids(rest)).toEqual(['shardId-000000000002']);
  expect(rest.NextToken).toBeUndefined();
  const after = { StreamName: 'orders', ExclusiveStartShardId: 'shardId-000000000001' };
  expect(ids(await call('ListShards', after))).toEqual(['shardId-000000000002']);
  await expect(call('ListShards', { NextToken, StreamName: 'orders' })).rejects.toEqual(
    refused('InvalidArgumentException', 'NextToken and StreamName cannot be provided together.'),
  );
  await expect(call('ListShards', {})).rejects.toEqual(
    refused('InvalidArgumentException', 'Either NextToken or StreamName should be provided.'),
  );
  await expect(call('ListShards', { NextToken: 'AAAA' })).rejects.toEqual(
    refused('InvalidArgumentException', 'Invalid NextToken.'),
  );
  clock.advance(300_001);
  await expect(call('ListShards', { NextToken })).rejects.toEqual(
    refused('ExpiredNextTokenException', /300000 milliseconds/),
  );
});

test('a shard filter takes the member that its type needs, and no other', async () => {
  await created({ ShardCount: 2 });
  const count = async (ShardFilter: object) =>
    (await call('ListShards', { StreamName: 'orders', ShardFilter })).Shards.length;
  expect(await count({ Type: 'AT_LATEST' })).toBe(2);
  expect(await count({ Type: 'AFTER_SHARD_ID', ShardId: SHARD })).toBe(1);
  expect(await count({ Type: 'AT_TIMESTAMP', Timestamp: clock.now() - 1000 })).toBe(0);
  expect(await count({ Type: 'FROM_TIMESTAMP', Timestamp: clock.now() - 1000 })).toBe(2);
  const wrong = [
    { Type: 'AFTER_SHARD_ID' },
    { Type: 'AT_TIMESTAMP' },
    { Type: 'AT_LATEST', ShardId: SHARD },
    { Type: 'AT_LATEST', Timestamp: 0 },
  ];
  for (const filter of wrong) {
    await expect(count(filter)).rejects.toEqual(refused('InvalidArgumentException', /ShardFilter/));
  }
});

test('shards of a stream that was created at another time are not listed', async () => {
  await created();
  const at = (StreamCreationTimestamp: number) =>
    call('ListShards', { StreamName: 'orders', StreamCreationTimestamp });
  expect((await at(Date.UTC(2015, 0, 22, 1, 22, 2))).Shards).toHaveLength(1);
  await expect(at(0)).rejects.toEqual(refused('InvalidArgumentException', /not created/));
});

test('a record is read back with all that AWS tells of it', async () => {
  await created();
  const placed = await put('a', 'data');
  expect(placed).toEqual({
    ShardId: SHARD,
    SequenceNumber: expect.stringMatching(/^\d{56}$/),
  });
  const page = await call('GetRecords', { ShardIterator: await iterator('TRIM_HORIZON') });
  expect(page).toEqual({
    Records: [
      {
        SequenceNumber: placed.SequenceNumber,
        ApproximateArrivalTimestamp: clock.now(),
        Data: Buffer.from('data'),
        PartitionKey: 'a',
      },
    ],
    NextShardIterator: expect.any(String),
    MillisBehindLatest: 0,
  });
  expect(await keysFrom(page.NextShardIterator)).toBe('');
  await put('b');
  expect(await keysFrom(page.NextShardIterator)).toBe('b');
});

test('the five types of iterator stand where they say', async () => {
  await created();
  await put('a');
  clock.advance(1000);
  const { SequenceNumber } = await put('b');
  const atB = clock.now();
  clock.advance(1000);
  await put('c');
  const latest = await iterator('LATEST');
  await put('d');
  expect(await keysFrom(latest)).toBe('d');
  expect(await keysFrom(await iterator('TRIM_HORIZON'))).toBe('abcd');
  const starting = { StartingSequenceNumber: SequenceNumber };
  expect(await keysFrom(await iterator('AT_SEQUENCE_NUMBER', starting))).toBe('bcd');
  expect(await keysFrom(await iterator('AFTER_SEQUENCE_NUMBER', starting))).toBe('cd');
  expect(await keysFrom(await iterator('AT_TIMESTAMP', { Timestamp: atB }))).toBe('bcd');
  expect(await keysFrom(await iterator('AT_TIMESTAMP', { Timestamp: atB + 1 }))).toBe('cd');
});

test.each([
  [
    'AT_SEQUENCE_NUMBER',
    {},
    /Request specified AT_SEQUENCE_NUMBER and no StartingSequenceNumber\.$/,
  ],
  [
    'LATEST',
    { StartingSequenceNumber: '5' },
    /Request specified LATEST and also a StartingSequenceNumber\.$/,
  ],
  ['AT_TIMESTAMP', {}, /^Must specify timestampInMillis parameter for iterator of type AT_TIMES/],
  [
    'AT_TIMESTAMP',
    { Timestamp: Date.UTC(2020, 0, 1) },
    /timestampInMillis: 1577836800000, currentTimestampInMillis: 1421889722250$/,
  ],
  ['LATEST', { Timestamp: 1 }, /^Timestamp cannot be provided/],
  [
    'AT_SEQUENCE_NUMBER',
    { StartingSequenceNumber: '5' },
    /^StartingSequenceNumber 5 used in GetShardIterator on shard shardId-000000000000 in stream orders under account 123456789012 is invalid\.$/,
  ],
])('an iterator of type %s is refused with %j', async (type, input, message) => {
  await created();
  await expect(iterator(type, input)).rejects.toEqual(refused('InvalidArgumentException', message));
});

test('a sequence number of another shard does not fit', async () => {
  await created({ ShardCount: 2 });
  const { Shards } = await call('ListShards', { StreamName: 'orders' });
  const StartingSequenceNumber = Shards[1].SequenceNumberRange.StartingSequenceNumber;
  await expect(iterator('AT_SEQUENCE_NUMBER', { StartingSequenceNumber })).rejects.toEqual(
    refused(
      'InvalidArgumentException',
      'Invalid StartingSequenceNumber. It encodes shardId-000000000001, while it was used in a ' +
        'call to a shard with shardId-000000000000',
    ),
  );
});

test.each([
  ['nonsense', 'Could not find shard nonsense in stream orders under account 123456789012.'],
  [
    'shardId-5',
    'Shard shardId-000000000005 in stream orders under account 123456789012 does not exist',
  ],
])('there is no shard %s', async (ShardId, message) => {
  await created();
  await expect(iterator('LATEST', { ShardId })).rejects.toEqual(
    refused('ResourceNotFoundException', message),
  );
});

test('an iterator is good for five minutes', async () => {
  await created();
  const ShardIterator = await iterator('LATEST');
  clock.advance(300_000);
  expect((await call('GetRecords', { ShardIterator })).Records).toEqual([]);
  clock.advance(1);
  await expect(call('GetRecords', { ShardIterator })).rejects.toEqual(
    refused(
      'ExpiredIteratorException',
      'Iterator expired. The iterator was created at time Thu Jan 22 01:22:02 UTC 2015 while ' +
        'right now it is Thu Jan 22 01:27:02 UTC 2015 which is further in the future than the ' +
        'tolerated delay of 300000 milliseconds.',
    ),
  );
});

test('an iterator that was changed is no iterator, and neither is any other token', async () => {
  await created({ ShardCount: 2 });
  const good = await iterator('LATEST');
  const changed = Buffer.from(good, 'base64');
  changed[changed.length - 3]! ^= 1;
  const { NextToken } = await call('ListShards', { StreamName: 'orders', MaxResults: 1 });
  const bad = ['x', '!', '', good.slice(4), `${good}AAAA`, changed.toString('base64'), NextToken];
  for (const ShardIterator of bad) {
    await expect(call('GetRecords', { ShardIterator })).rejects.toEqual(
      refused('InvalidArgumentException', 'Invalid ShardIterator.'),
    );
  }
  const elsewhere = { scope: { ...scope, region: 'eu-west-1' } };
  await expect(call('GetRecords', { ShardIterator: good }, elsewhere)).rejects.toEqual(
    refused('InvalidArgumentException', 'Invalid ShardIterator.'),
  );
  await expect(call('GetRecords', { ShardIterator: good, StreamARN: `${ARN}-2` })).rejects.toEqual(
    refused('InvalidArgumentException', /two different streams/),
  );
});

test('an iterator of the longest stream name is not longer than AWS allows', async () => {
  const StreamName = 'x'.repeat(128);
  await created({ StreamName });
  expect((await iterator('LATEST', { StreamName })).length).toBeLessThanOrEqual(512);
});

test('records of one call are answered in their order', async () => {
  await created({ ShardCount: 2 });
  const Records = ['0', String(2n ** 127n), '1'].map((ExplicitHashKey, position) => ({
    Data: Buffer.from(String(position)),
    PartitionKey: String(position),
    ExplicitHashKey,
  }));
  const answer = await call('PutRecords', { StreamARN: ARN, Records });
  expect(answer.FailedRecordCount).toBe(0);
  expect(answer.Records.map((each: { ShardId: string }) => each.ShardId)).toEqual([
    SHARD,
    'shardId-000000000001',
    SHARD,
  ]);
  expect(await keysFrom(await iterator('TRIM_HORIZON'))).toBe('02');
});

test('an explicit hash key beyond the space refuses the call', async () => {
  await created();
  const ExplicitHashKey = String(2n ** 128n);
  const record = { Data: Buffer.of(), PartitionKey: 'a' };
  await expect(
    call('PutRecords', { StreamARN: ARN, Records: [record, { ...record, ExplicitHashKey }] }),
  ).rejects.toEqual(
    refused('InvalidArgumentException', new RegExp(`Specified value was ${ExplicitHashKey}$`)),
  );
  expect(await keysFrom(await iterator('TRIM_HORIZON'))).toBe('');
});

test('AWS CLI 1 putting Base64 text of Base64 text is told of once for a request', async () => {
  await created();
  const heard: EventMap['doubly-encoded-put'][] = [];
  events.on('doubly-encoded-put', (event) => heard.push(event));
  const encoded = Buffer.from('{"id":1}').toString('base64');
  const userAgent = 'aws-cli/1.44.49 md/Botocore#1.43.11';
  const Records = [encoded, encoded].map((text) => ({
    Data: Buffer.from(text),
    PartitionKey: 'a',
  }));
  await call('PutRecords', { StreamARN: ARN, Records }, { userAgent });
  expect(heard).toEqual([{ streamName: 'orders', userAgent }]);
  await put('b', encoded, { userAgent: 'aws-cli/2.31.0' });
  await put('c', '{"id":1}', { userAgent });
  expect(heard).toHaveLength(1);
  await put('d', encoded, { userAgent });
  expect(heard).toHaveLength(2);
  const { Records: stored } = await call('GetRecords', {
    ShardIterator: await iterator('TRIM_HORIZON'),
  });
  expect(String(stored[0].Data)).toBe(encoded);
});
