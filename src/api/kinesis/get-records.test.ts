import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { ARN, kinesisClient, SHARD, scope } from './kinesis-client.suite.ts';

test('a record is read back with all that AWS tells of it', async () => {
  const { clock, call, created, put, iterator, keysFrom } = kinesisClient();
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

test('an iterator is good for five minutes', async () => {
  const { clock, call, created, iterator } = kinesisClient();
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
  const { call, created, iterator } = kinesisClient();
  await created({ ShardCount: 2 });
  const good = await iterator('LATEST');
  const changed = Buffer.from(good, 'base64');
  changed[changed.length - 3]! ^= 1;
  const { NextToken } = await call('ListShards', { StreamName: 'orders', MaxResults: 1 });
  const bad = ['x', '!', good.slice(4), `${good}AAAA`, changed.toString('base64'), NextToken];
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

// The client compares what leaves in steps with what follows from the shape.
test('a page of several MiB says the same in steps as at once', async () => {
  const { call, created, iterator } = kinesisClient();
  await created();
  const large = Buffer.alloc(1024 * 1024 - 2, 'abc');
  const record = (index: number) => ({ Data: large, PartitionKey: `${index}` });
  for (const first of [0, 4, 8]) {
    const Records = [0, 1, 2, 3].map((offset) => record(first + offset));
    await call('PutRecords', { StreamName: 'orders', Records });
  }
  const page = await call('GetRecords', { ShardIterator: await iterator('TRIM_HORIZON') });
  expect(page.Records).toHaveLength(10);
  const rest = await call('GetRecords', { ShardIterator: page.NextShardIterator });
  expect(rest.Records.map(({ PartitionKey }: { PartitionKey: string }) => PartitionKey)).toEqual([
    '10',
    '11',
  ]);
  expect(rest.MillisBehindLatest).toBe(0);
});
