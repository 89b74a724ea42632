import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { ARN, kinesisClient } from './kinesis-client.suite.ts';

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012';
const HOUR_MS = 3_600_000;

async function stream() {
  const client = kinesisClient();
  const { call, created } = client;
  await created();
  const change = (name: string, input: object = {}) =>
    call(name, { StreamARN: ARN, EncryptionType: 'KMS', KeyId: KEY, ...input });
  const start = (input?: object) => change('StartStreamEncryption', input);
  const stop = (input?: object) => change('StopStreamEncryption', input);
  return { ...client, start, stop };
}

test('records are shown as encrypted that arrive between start and stop', async () => {
  const { call, events, put, iterator, start, stop } = await stream();
  const warnings: string[] = [];
  events.on('warning', ({ message }) => warnings.push(message));
  expect(await put('before')).not.toHaveProperty('EncryptionType');
  await start();
  const { StreamDescription } = await call('DescribeStream', { StreamARN: ARN });
  expect(StreamDescription).toMatchObject({ EncryptionType: 'KMS', KeyId: KEY });
  expect(await put('between')).toMatchObject({ EncryptionType: 'KMS' });
  const Records = [{ PartitionKey: 'many', Data: Buffer.from('x') }];
  const many = await call('PutRecords', { StreamARN: ARN, Records });
  expect(many).toMatchObject({ EncryptionType: 'KMS', FailedRecordCount: 0 });
  await stop();
  await put('after');
  const { StreamDescriptionSummary } = await call('DescribeStreamSummary', { StreamARN: ARN });
  expect(StreamDescriptionSummary.EncryptionType).toBe('NONE');
  expect(StreamDescriptionSummary.KeyId).toBeUndefined();
  const answer = await call('GetRecords', { ShardIterator: await iterator('TRIM_HORIZON') });
  const seen = answer.Records.map((record: Record<string, string>) => [
    record.PartitionKey,
    record.EncryptionType,
  ]);
  expect(seen).toEqual([
    ['before', undefined],
    ['between', 'KMS'],
    ['many', 'KMS'],
    ['after', undefined],
  ]);
  expect(warnings).toEqual([expect.stringMatching(/^Stream orders .* shown as encrypted/)]);
});

test.each([
  'alias/aws/kinesis',
  '12345678-1234-1234-1234-123456789012',
  'mrk-1234abcd12ab34cd56ef1234567890ab',
  'arn:aws:kms:us-east-1:123456789012:alias/own',
])('%s can name a key', async (KeyId) => {
  const { call, start } = await stream();
  await start({ KeyId });
  const { StreamDescription } = await call('DescribeStream', { StreamARN: ARN });
  expect(StreamDescription.KeyId).toBe(KeyId);
});

test('what can name no key, and what is no encryption, is refused', async () => {
  const { start, stop } = await stream();
  await expect(start({ KeyId: 'secret' })).rejects.toEqual(
    refused('KMSNotFoundException', 'Invalid keyId secret'),
  );
  for (const change of [start, stop]) {
    await expect(change({ EncryptionType: 'NONE' })).rejects.toEqual(
      refused('InvalidArgumentException', 'EncryptionType NONE is not valid here; KMS is.'),
    );
  }
});

test('a stream is stopped being encrypted with the key that it has', async () => {
  const { start, stop } = await stream();
  await stop();
  await start();
  await expect(stop({ KeyId: 'alias/other' })).rejects.toEqual(
    refused('InvalidArgumentException', /is not encrypted with the key alias\/other\.$/),
  );
});

test('encryption is started and stopped 25 times in 24 hours at most', async () => {
  const { clock, start, stop } = await stream();
  for (let times = 1; times <= 25; times++) {
    await start();
    await stop();
  }
  const tooOften = refused('LimitExceededException', /^Rate exceeded for stream orders/);
  await expect(start()).rejects.toEqual(tooOften);
  clock.advance(24 * HOUR_MS);
  await start();
  await start();
});
