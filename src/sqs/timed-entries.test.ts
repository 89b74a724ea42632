import { expect, test } from 'vitest';
import { MemoryStore } from '../store/memory-store.ts';
import { TimedEntries } from './timed-entries.ts';

const PREFIX = ['entries', 'a'];

/** Entries that are kept for 100 ms. */
function startEntries() {
  const store = new MemoryStore();
  const open = () => new TimedEntries<string>(store, PREFIX, 100);
  const put = (entries: TimedEntries<string>, nowMs: number, ...ids: string[]) =>
    store.transact((transaction) => {
      for (const id of ids) entries.put(transaction, id, { value: `${id} at ${nowMs}`, nowMs });
    });
  const kept = () => [...store.range({ prefix: PREFIX })].map(({ key }) => key.at(-1));
  return { store, entries: open(), open, put, kept };
}

test('a value is there until its time is over', async () => {
  const { store, entries, put } = startEntries();
  await put(entries, 0, 'a');
  expect(entries.get(store, 'a', 99)).toBe('a at 0');
  expect(entries.get(store, 'a', 100)).toBeUndefined();
  expect(entries.get(store, 'b', 0)).toBeUndefined();
});

test('what is over is removed as others come, before a restart and after it', async () => {
  const { entries, open, put, kept } = startEntries();
  await put(entries, 0, 'a', 'b');
  await put(entries, 50, 'c');
  await put(entries, 100, 'd', 'e');
  expect(kept()).toEqual(['c', 'd', 'e']);
  const reopened = open();
  await put(reopened, 150, 'f');
  await put(reopened, 200, 'g', 'h');
  expect(kept()).toEqual(['f', 'g', 'h']);
});

test('a value that was put again is kept from then on', async () => {
  const { store, entries, put, kept } = startEntries();
  await put(entries, 0, 'a');
  await put(entries, 50, 'a');
  await put(entries, 100, 'b');
  expect(kept()).toEqual(['a', 'b']);
  expect(entries.get(store, 'a', 149)).toBe('a at 50');
});

test('many that are over are removed in the course of time', async () => {
  const { entries, put, kept } = startEntries();
  await put(entries, 0, ...Array.from({ length: 95 }, (_, number) => `old ${number}`));
  for (let number = 0; number < 10; number++) await put(entries, 100, `new ${number}`);
  expect(kept()).toHaveLength(10);
});
