import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { kinesisClient } from './kinesis-client.suite.ts';

test('the five types of iterator stand where they say', async () => {
  const { clock, created, put, iterator, keysFrom } = kinesisClient();
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
    'StartingSequenceNumber 5 used in GetShardIterator on shard shardId-000000000000 ' +
      'in stream orders under account 123456789012 is invalid.',
  ],
])('an iterator of type %s is refused with %j', async (type, input, message) => {
  const { created, iterator } = kinesisClient();
  await created();
  await expect(iterator(type, input)).rejects.toEqual(refused('InvalidArgumentException', message));
});

test('a sequence number of another shard does not fit', async () => {
  const { call, created, iterator } = kinesisClient();
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
  const { created, iterator } = kinesisClient();
  await created();
  await expect(iterator('LATEST', { ShardId })).rejects.toEqual(
    refused('ResourceNotFoundException', message),
  );
});

test('an iterator of the longest stream name is not longer than AWS allows', async () => {
  const { created, iterator } = kinesisClient();
  const StreamName = 'x'.repeat(128);
  await created({ StreamName });
  expect((await iterator('LATEST', { StreamName })).length).toBeLessThanOrEqual(512);
});
