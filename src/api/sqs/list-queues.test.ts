import { expect, test } from 'vitest';
import { createQueue } from './create-queue.ts';
import { listQueues } from './list-queues.ts';
import { startSqs } from './sqs.suite.ts';

async function startWith(...names: string[]) {
  const world = await startSqs();
  for (const QueueName of names) await world.ask(createQueue, { QueueName });
  const list = async (input: Parameters<typeof listQueues.handle>[1]) => {
    const { QueueUrls, NextToken } = await world.ask(listQueues, input);
    return { names: QueueUrls?.map((url) => url.split('/').at(-1)), NextToken };
  };
  return { ...world, list };
}

test('lists queues by name, all or those with a prefix', async () => {
  const { list } = await startWith('b', 'a', 'other');
  expect(await list({})).toEqual({ names: ['a', 'b', 'orders', 'other'] });
  expect(await list({ QueueNamePrefix: 'o' })).toEqual({ names: ['orders', 'other'] });
  expect(await list({ QueueNamePrefix: 'x' })).toEqual({ names: undefined });
});

test('lists page by page when asked to', async () => {
  const { list } = await startWith('a', 'b');
  const first = await list({ MaxResults: 2 });
  expect(first.names).toEqual(['a', 'b']);
  const second = await list({ MaxResults: 2, NextToken: first.NextToken });
  expect(second).toEqual({ names: ['orders'], NextToken: undefined });
});

test('refuses what is no page', async () => {
  const { fail } = await startSqs();
  for (const input of [{ MaxResults: 0 }, { MaxResults: 1001 }, { NextToken: '!' }]) {
    expect(await fail(listQueues, input)).toMatchObject({ queryCode: 'InvalidParameterValue' });
  }
});
