import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kinesisClient, SHARD } from './kinesis-client.suite.ts';

const entries = fc.array(
  fc.record({
    Data: fc.uint8Array({ maxLength: 60 }),
    PartitionKey: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
  }),
  { minLength: 1, maxLength: 8 },
);

// The client compares what is written by hand with what follows from the shape.
test('answers that are written by hand say what their shapes say, whatever was put', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(entries, { maxLength: 4 }), fc.nat(9), async (puts, limit) => {
      const { created, call, iterator } = kinesisClient();
      await created();
      for (const Records of puts) await call('PutRecords', { StreamName: 'orders', Records });
      const ShardIterator = await iterator('TRIM_HORIZON');
      const { Records } = await call('GetRecords', { ShardIterator, Limit: limit + 1 });
      const all = puts.flat().slice(0, limit + 1);
      expect(Records).toEqual(
        all.map(({ Data, PartitionKey }) =>
          expect.objectContaining({ Data: Buffer.from(Data), PartitionKey }),
        ),
      );
    }),
    { numRuns: 50 },
  );
});

test('so does the answer at the end of a closed shard', async () => {
  const { created, call, iterator } = kinesisClient();
  await created();
  const ShardIterator = await iterator('TRIM_HORIZON');
  const halves = { NewStartingHashKey: `${2n ** 127n}`, ShardToSplit: SHARD };
  await call('SplitShard', { StreamName: 'orders', ...halves });
  const answer = await call('GetRecords', { ShardIterator });
  expect(answer.NextShardIterator).toBeUndefined();
  expect(answer.ChildShards).toHaveLength(2);
});
