import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { clearStore } from './clear-store.ts';
import { ending } from './ending.ts';

test('what has ended is neither called back nor writes', async () => {
  const [clock, store] = [new ManualClock(0), new MemoryStore()];
  const parts = ending({ store, clock, sandboxClock: clock });
  const called: string[] = [];
  parts.clock.at(1, () => called.push('before'));
  parts.clock.at(2, () => called.push('cancelled')).cancel();
  parts.clock.at(3, () => called.push('after'));
  await parts.store.transact((transaction) => transaction.put(['a'], 1));
  clock.advance(2);
  parts.end();
  parts.clock.at(3, () => called.push('later'));
  clock.advance(2);
  expect(called).toEqual(['before']);
  const write = parts.store.transact((transaction) => transaction.put(['b'], 1));
  await expect(write).rejects.toMatchObject({ code: 'Closed' });
  expect([store.get(['a']), store.get(['b'])]).toEqual([1, undefined]);
});

test('a store is cleared but for the time', async () => {
  const store = new MemoryStore();
  await store.transact((transaction) => {
    for (const key of [['a'], ['records', 'b', 1], ['time'], ['windows', 'c']])
      transaction.put(key, 1);
  });
  await clearStore(store);
  expect(Array.from(store.range({ prefix: [] }), ({ key }) => key)).toEqual([['time']]);
});
