import { expect, test } from 'vitest';
import { scope, streamsOn } from './resharding.suite.ts';
import { withPolicy, withTags } from './resource-settings.ts';
import { startedEncryption } from './stream-encryption.ts';

test('what a stream, a consumer and an account were told survives a restart', async () => {
  const { streams, open } = streamsOn();
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1, tags: { a: '1' } });
  await streams.changes.change(scope, 'orders', (stream, nowMs) =>
    startedEncryption(stream, 'alias/own', nowMs),
  );
  await streams.changes.changeSettings(scope, 'orders', withPolicy('{}'));
  const naming = { streamName: 'orders', consumerName: 'audit' };
  await streams.consumers.register(scope, naming);
  await streams.consumers.change(scope, naming, withTags({ set: { b: '2' } }));
  await streams.consumers.change(scope, naming, withPolicy('{}'));
  await streams.putRecord(scope, 'orders', { partitionKey: 'k', data: Buffer.from('x') });
  await streams.account.commit(scope, 'ENABLED');

  const again = open();
  expect(again.describe(scope, 'orders')).toMatchObject({
    streamId: streams.streamId(scope, 'orders'),
    encryptionKeyId: 'alias/own',
    tags: { a: '1' },
    policy: '{}',
  });
  expect(again.consumers.describe(scope, naming)).toMatchObject({ tags: { b: '2' }, policy: '{}' });
  const position = { type: 'TRIM_HORIZON' } as const;
  const place = { scope, streamName: 'orders', shardId: 'shardId-000000000000', position };
  expect(again.readShard(place).records).toMatchObject([{ encryptionType: 'KMS' }]);
  expect(again.account.isCommitted(scope)).toBe(true);
  expect(again.account.isCommitted({ ...scope, region: 'eu-west-1' })).toBe(false);
});
