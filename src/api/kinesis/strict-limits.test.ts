import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { kinesisClient, SHARD } from './kinesis-client.suite.ts';

const KIB = 1024;
const exceeded = (shardId = SHARD) =>
  `Rate exceeded for shard ${shardId} in stream orders under account 123456789012.`;
const tooMuch = refused('ProvisionedThroughputExceededException', exceeded());

async function strict(ShardCount = 1) {
  const client = kinesisClient({ limits: 'strict' });
  await client.created({ ShardCount, MaxRecordSizeInKiB: 10_240 });
  const records = (count: number, bytes: number, ExplicitHashKey?: string) =>
    Array.from({ length: count }, () => ({
      PartitionKey: 'k',
      Data: Buffer.alloc(bytes - 1),
      ExplicitHashKey,
    }));
  const putMany = (Records: object[]) =>
    client.call('PutRecords', { StreamName: 'orders', Records });
  const read = (ShardIterator: string) => client.call('GetRecords', { ShardIterator });
  return { ...client, records, putMany, read };
}

test('a shard takes 1,000 records in a second, and refuses the others one by one', async () => {
  const { clock, put, putMany, records, read, iterator } = await strict();
  for (const _each of [1, 2]) {
    expect(await putMany(records(499, 10))).toMatchObject({ FailedRecordCount: 0 });
  }
  const answer = await putMany(records(5, 10));
  expect(answer.FailedRecordCount).toBe(3);
  expect(answer.Records.slice(0, 2)).toMatchObject([{ ShardId: SHARD }, { ShardId: SHARD }]);
  expect(answer.Records.slice(2)).toEqual(
    Array.from({ length: 3 }, () => ({
      ErrorCode: 'ProvisionedThroughputExceededException',
      ErrorMessage: exceeded(),
    })),
  );
  await expect(put('x')).rejects.toEqual(tooMuch);
  clock.advance(999);
  await expect(put('x')).rejects.toEqual(tooMuch);
  clock.advance(1);
  await put('x');
  const { Records } = await read(await iterator('TRIM_HORIZON'));
  expect(Records).toHaveLength(1001);
});

test('a shard takes a mebibyte in a second; a smaller record may fit when a larger does not', async () => {
  const { putMany, records } = await strict();
  const mixed = [...records(1, 1000 * KIB), ...records(1, 100 * KIB), ...records(1, 10 * KIB)];
  const { FailedRecordCount, Records } = await putMany(mixed);
  expect(FailedRecordCount).toBe(1);
  expect(Records.map(({ ErrorCode }: { ErrorCode?: string }) => ErrorCode !== undefined)).toEqual([
    false,
    true,
    false,
  ]);
});

test('a record larger than that takes the seconds that follow too', async () => {
  const { clock, put, putMany, records } = await strict();
  expect(await putMany(records(1, 3 * KIB * KIB))).toMatchObject({ FailedRecordCount: 0 });
  clock.advance(2999);
  await expect(put('x')).rejects.toEqual(tooMuch);
  clock.advance(1);
  await put('x');
});

test('each shard has limits of its own', async () => {
  const { putMany, records } = await strict(2);
  const other = String(2n ** 127n);
  const both = [...records(2, 1000 * KIB, '0'), ...records(2, 1000 * KIB, other)];
  const { FailedRecordCount, Records } = await putMany(both);
  expect(FailedRecordCount).toBe(2);
  expect(Records[3].ErrorMessage).toBe(exceeded('shardId-000000000001'));
});

test('a shard is read five times in a second', async () => {
  const { clock, read, iterator } = await strict();
  const start = await iterator('TRIM_HORIZON');
  for (let times = 1; times <= 5; times++) await read(start);
  await expect(read(start)).rejects.toEqual(tooMuch);
  clock.advance(1000);
  await read(start);
});

test('a shard gives two mebibytes in a second, and a large page is paid for in those to come', async () => {
  const { clock, putMany, records, read, iterator } = await strict();
  await putMany(records(1, 6 * KIB * KIB));
  const start = await iterator('TRIM_HORIZON');
  expect((await read(start)).Records).toHaveLength(1);
  clock.advance(2999);
  await expect(read(start)).rejects.toEqual(tooMuch);
  clock.advance(1);
  await read(start);
});

test('nothing is refused unless it was asked for', async () => {
  const { created, call, iterator } = kinesisClient();
  await created();
  const Records = Array.from({ length: 500 }, () => ({ PartitionKey: 'k', Data: Buffer.of(1) }));
  for (let times = 1; times <= 3; times++) {
    const answer = await call('PutRecords', { StreamName: 'orders', Records });
    expect(answer.FailedRecordCount).toBe(0);
  }
  const ShardIterator = await iterator('TRIM_HORIZON');
  for (let times = 1; times <= 6; times++) await call('GetRecords', { ShardIterator });
});
