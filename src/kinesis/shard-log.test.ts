import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemoryStore } from '../store/memory-store.ts';
import { encodeChunk } from './record-chunk.ts';
import { ShardLog } from './shard-log.ts';

const PREFIX = ['records', 'one', 0];
const numberAt = () => '1';

/** A log of chunks as given, of which the oldest are removed, and what is left in it. */
async function logOf(chunks: readonly { count: number; gapMs: number }[], removed: number) {
  const store = new MemoryStore();
  let [firstIndex, arrivalMs] = [1, 0];
  const left: { index: number; arrivalMs: number }[] = [];
  await store.transact((transaction) => {
    // The neighbours in the store must not be taken for chunks of this shard.
    for (const key of [
      ['records', 'one', 1, 1],
      ['records', 'other'],
    ])
      transaction.put(key, 'x');
    for (const [position, { count, gapMs }] of chunks.entries()) {
      arrivalMs += gapMs;
      const record = { partitionKey: 'a', data: Buffer.of() };
      const content = { arrivalMs, firstIndex, records: Array(count).fill(record) };
      if (position >= removed) {
        const numbers = Array<string>(count).fill('1');
        transaction.put([...PREFIX, firstIndex], encodeChunk(content, numbers));
        const indexes = Array.from({ length: count }, (_, offset) => firstIndex + offset);
        left.push(...indexes.map((index) => ({ index, arrivalMs })));
      }
      firstIndex += count;
    }
  });
  return { log: new ShardLog(store, { prefix: PREFIX, numberAt }), left, nextIndex: firstIndex };
}

const chunk = fc.record({ count: fc.integer({ min: 1, max: 5 }), gapMs: fc.nat(2) });
const chunks = fc.array(chunk, { minLength: 1, maxLength: 20 });

test('chunks are read from any index on, though the oldest are gone', async () => {
  await fc.assert(
    fc.asyncProperty(chunks, fc.nat(20), fc.nat(110), async (given, removed, from) => {
      const { log, left } = await logOf(given, Math.min(removed, given.length - 1));
      const found = Array.from(log.from(from), ({ firstIndex, count }) =>
        Array.from({ length: count }, (_, offset) => firstIndex + offset),
      ).flat();
      expect(found.filter((index) => index >= from)).toEqual(
        left.map(({ index }) => index).filter((index) => index >= from),
      );
    }),
  );
});

test('the first record of a time is found, though the oldest are gone', async () => {
  await fc.assert(
    fc.asyncProperty(chunks, fc.nat(20), fc.nat(45), async (given, removed, arrivalMs) => {
      const { log, left, nextIndex } = await logOf(given, Math.min(removed, given.length - 1));
      const first = left.find((each) => each.arrivalMs >= arrivalMs);
      expect(log.firstAtOrAfter(arrivalMs, nextIndex)).toBe(first?.index ?? nextIndex);
    }),
  );
});

test('the last chunk tells where the next one begins', async () => {
  const { log, nextIndex } = await logOf(
    [
      { count: 2, gapMs: 1 },
      { count: 3, gapMs: 1 },
    ],
    1,
  );
  expect(log.last()).toMatchObject({ count: 3, endIndex: nextIndex });
  expect(new ShardLog(new MemoryStore(), { prefix: PREFIX, numberAt }).last()).toBeUndefined();
});
