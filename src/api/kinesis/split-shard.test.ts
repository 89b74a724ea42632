import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { ARN, kinesisClient, SHARD } from './kinesis-client.suite.ts';

const MIDDLE = String(2n ** 127n);

test('a split shard is listed as closed, beside its children', async () => {
  const { call, created, put, iterator } = kinesisClient();
  await created();
  await put('a');
  await call('SplitShard', { StreamARN: ARN, ShardToSplit: SHARD, NewStartingHashKey: MIDDLE });
  const { Shards } = await call('ListShards', { StreamName: 'orders' });
  expect(Shards).toEqual([
    expect.objectContaining({
      ShardId: SHARD,
      SequenceNumberRange: {
        StartingSequenceNumber: expect.stringMatching(/^\d{56}$/),
        EndingSequenceNumber: expect.stringMatching(/^\d{56}$/),
      },
    }),
    expect.objectContaining({ ShardId: 'shardId-000000000001', ParentShardId: SHARD }),
    expect.objectContaining({ ShardId: 'shardId-000000000002', ParentShardId: SHARD }),
  ]);
  const answer = await call('GetRecords', { ShardIterator: await iterator('TRIM_HORIZON') });
  expect(answer.Records).toHaveLength(1);
  expect(answer.NextShardIterator).toBeUndefined();
  expect(answer.ChildShards).toHaveLength(2);
  expect((await put('b')).ShardId).not.toBe(SHARD);
});

test('a split that cannot be is refused as AWS refuses it', async () => {
  const { call, created } = kinesisClient();
  await created();
  const split = (ShardToSplit: string, NewStartingHashKey: string) =>
    call('SplitShard', { StreamName: 'orders', ShardToSplit, NewStartingHashKey });
  await expect(split('shardId-9', MIDDLE)).rejects.toEqual(
    refused(
      'ResourceNotFoundException',
      'Could not find shard shardId-000000000009 in stream orders under account 123456789012.',
    ),
  );
  await expect(split(SHARD, '1')).rejects.toEqual(
    refused('InvalidArgumentException', /^NewStartingHashKey 1 used in SplitShard\(\)/),
  );
  await expect(split(SHARD, '0x1')).rejects.toEqual(
    refused('ValidationException', /'newStartingHashKey' failed to satisfy constraint/),
  );
  await call('UpdateStreamMode', {
    StreamARN: ARN,
    StreamModeDetails: { StreamMode: 'ON_DEMAND' },
  });
  await expect(split(SHARD, MIDDLE)).rejects.toEqual(refused('ValidationException', /ON_DEMAND/));
});
