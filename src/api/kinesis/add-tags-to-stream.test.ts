import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { ARN, kinesisClient } from './kinesis-client.suite.ts';

const stream = { StreamName: 'orders' };

test('tags are added, replaced, listed in pages, and removed', async () => {
  const { call, created, put, iterator, keysFrom } = kinesisClient();
  await created({ Tags: { b: '1' } });
  await put('a');
  await call('AddTagsToStream', { StreamARN: ARN, Tags: { c: '', a: '2', b: '3' } });
  expect(await call('ListTagsForStream', { ...stream, Limit: 2 })).toEqual({
    Tags: [
      { Key: 'a', Value: '2' },
      { Key: 'b', Value: '3' },
    ],
    HasMoreTags: true,
  });
  await call('RemoveTagsFromStream', { ...stream, TagKeys: ['a', 'unknown'] });
  expect(await call('ListTagsForStream', { ...stream, ExclusiveStartTagKey: 'a' })).toEqual({
    Tags: [
      { Key: 'b', Value: '3' },
      { Key: 'c', Value: '' },
    ],
    HasMoreTags: false,
  });
  await put('b');
  expect(await keysFrom(await iterator('TRIM_HORIZON'))).toBe('ab');
});

test('tags are paged by the text of their keys, numbers too', async () => {
  const { call, created } = kinesisClient();
  await created({ Tags: { '10': 'x', '9': 'y' } });
  const first = await call('ListTagsForStream', { ...stream, Limit: 1 });
  expect(first).toEqual({ Tags: [{ Key: '10', Value: 'x' }], HasMoreTags: true });
  const rest = await call('ListTagsForStream', { ...stream, ExclusiveStartTagKey: '10' });
  expect(rest.Tags).toEqual([{ Key: '9', Value: 'y' }]);
});

test('a stream has at most fifty tags', async () => {
  const { call, created } = kinesisClient();
  await created();
  const Tags = Object.fromEntries(Array.from({ length: 51 }, (_, number) => [`${number}`, 'x']));
  await expect(call('AddTagsToStream', { ...stream, Tags })).rejects.toEqual(
    refused(
      'InvalidArgumentException',
      'Failed to add tags to stream orders under account 123456789012 because a given stream ' +
        'cannot have more than 50 tags associated with it.',
    ),
  );
  await expect(created({ StreamName: 'other', Tags })).rejects.toEqual(
    refused('InvalidArgumentException', /to stream other under account/),
  );
});
