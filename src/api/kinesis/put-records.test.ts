import { expect, test } from 'vitest';
import type { EventMap } from '../../observe/events.ts';
import { refused } from '../operation.suite.ts';
import { ARN, kinesisClient, SHARD } from './kinesis-client.suite.ts';

test('records of one call are answered in their order', async () => {
  const { call, created, iterator, keysFrom } = kinesisClient();
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
  const { call, created, iterator, keysFrom } = kinesisClient();
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
  const { events, call, created, put, iterator } = kinesisClient();
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
