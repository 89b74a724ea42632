import { expect, test } from 'vitest';
import { listQueueTags } from './list-queue-tags.ts';
import { QUEUE_URL, startSqs } from './sqs.suite.ts';
import { tagQueue } from './tag-queue.ts';
import { untagQueue } from './untag-queue.ts';

const QueueUrl = QUEUE_URL;

test('tags are set, replaced, removed and listed', async () => {
  const { ask } = await startSqs();
  expect(await ask(listQueueTags, { QueueUrl })).toEqual({ Tags: undefined });
  await ask(tagQueue, { QueueUrl, Tags: { a: '1', b: '2' } });
  await ask(tagQueue, { QueueUrl, Tags: { b: '3' } });
  await ask(untagQueue, { QueueUrl, TagKeys: ['a', 'c'] });
  expect(await ask(listQueueTags, { QueueUrl })).toEqual({ Tags: { b: '3' } });
});
