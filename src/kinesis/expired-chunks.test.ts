import { expect, test, vi } from 'vitest';
import { StoreError } from '../store/store-error.ts';
import { HOUR_MS, scope, streamsOn } from './resharding.suite.ts';

test('looking for what has expired in a store that is closed does no harm', async () => {
  const { streams, store, clock } = streamsOn();
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  await streams.putRecord(scope, 'orders', { partitionKey: 'a', data: Buffer.of(1) });
  await store.close();
  vi.spyOn(store, 'range').mockImplementation(() => {
    throw new StoreError('Closed', 'The store is closed.');
  });
  clock.advance(HOUR_MS);
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  expect(clock.nextDueMs()).toBeUndefined();
});

test('what has expired is removed, but for the chunk that tells where the shard goes on', async () => {
  const { streams, store, clock, open } = streamsOn();
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  const put = () => streams.putRecord(scope, 'orders', { partitionKey: 'a', data: Buffer.of(1) });
  const pass = async (ms: number) => {
    clock.advance(ms);
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  };
  const chunks = () => [...store.range({ prefix: ['records'] })].map(({ key }) => key.at(-1));
  for (let count = 0; count < 2500; count++) await put();
  await pass(12 * HOUR_MS);
  await put();
  await pass(11 * HOUR_MS);
  expect(chunks()).toHaveLength(2501);
  await pass(1.5 * HOUR_MS);
  await pass(0.5 * HOUR_MS);
  expect(chunks()).toEqual([2501]);
  await pass(48 * HOUR_MS);
  expect(chunks()).toEqual([2501]);
  const { sequenceNumber } = await put();
  expect(chunks()).toEqual([2501, 2502]);
  const again = open();
  const next = await again.putRecord(scope, 'orders', { partitionKey: 'b', data: Buffer.of(2) });
  expect(BigInt(next.sequenceNumber)).toBeGreaterThan(BigInt(sequenceNumber));
});

test('what a deleted stream leaves behind is removed bit by bit, also after a restart', async () => {
  const { streams, store, open } = streamsOn();
  const create = () => streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  const put = () => streams.putRecord(scope, 'orders', { partitionKey: 'a', data: Buffer.of(1) });
  const left = () => [...store.range({ prefix: ['records'] })].length;
  await create();
  for (let count = 0; count < 1500; count++) await put();
  await streams.deleteStream(scope, 'orders');
  await create();
  await put();
  expect(left()).toBeGreaterThan(1);
  open();
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  expect(left()).toBe(1);
  expect([...store.range({ prefix: ['left-behind'] })]).toEqual([]);
});
