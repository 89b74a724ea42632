import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemoryStore } from '../store/memory-store.ts';
import type { Key, Range, Reader } from '../store/store.ts';
import type { StreamRecord } from './read-record.ts';
import { type ReadRequest, ShardPage } from './read-shard.ts';
import { encodeChunk } from './record-chunk.ts';
import { shardOf } from './shard.ts';
import { ShardLog } from './shard-log.ts';

const PREFIX = ['records', 'one', 0];
const definition = { index: 0, createdAtMs: 0, startingHashKey: '0', endingHashKey: '9' };

/** A shard whose chunks have records of these sizes, one chunk a second. */
async function shardWith(chunks: readonly (readonly number[])[]) {
  const store = new MemoryStore();
  let firstIndex = 1;
  await store.transact((transaction) => {
    for (const [position, sizes] of chunks.entries()) {
      const records = sizes.map((size) => ({ partitionKey: 'k', data: Buffer.alloc(size) }));
      const content = { arrivalMs: position * 1000, firstIndex, records };
      const numbers = records.map((_, at) => `${firstIndex + at}`);
      transaction.put([...PREFIX, firstIndex], encodeChunk(content, numbers));
      firstIndex += sizes.length;
    }
  });
  const tail = { nextIndex: firstIndex, lastArrivalMs: (chunks.length - 1) * 1000 };
  return { store, shard: shardOf(definition, tail) };
}

type Limits = Pick<ReadRequest, 'limit' | 'maxBytes' | 'fromIndex'>;

const request = (
  { store, shard }: { store: Reader; shard: ReturnType<typeof shardOf> },
  limits: Limits,
) => {
  const log = new ShardLog(store, { prefix: PREFIX, numberAt: (index) => `${index}` });
  return { log, shard, nowMs: 60_000, horizonMs: 0, ...limits };
};

/** Whatever begins at this index, or behind it, cannot be read. */
function damagedFrom(store: Reader, damagedIndex: number): Reader {
  const check = (key: Key) => {
    if ((key.at(-1) as number) >= damagedIndex) throw new Error('damaged');
  };
  return {
    get(key) {
      check(key);
      return store.get(key);
    },
    *range<T>(range: Range) {
      for (const entry of store.range<T>(range)) {
        check(entry.key);
        yield entry;
      }
    },
  };
}

const endOf = ({ isRead, nextIndex, lastSequenceNumber, millisBehindLatest }: ShardPage) => ({
  isRead,
  nextIndex,
  lastSequenceNumber,
  millisBehindLatest,
});

const shown = ({ sequenceNumber, data, approximateArrivalTimestamp }: StreamRecord) =>
  `${sequenceNumber} ${data.length} ${approximateArrivalTimestamp}`;

const sizes = fc.array(fc.nat(50), { minLength: 1, maxLength: 5 });

test('a page read step by step is the page read at once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(sizes, { minLength: 1, maxLength: 8 }),
      fc.record({
        fromIndex: fc.nat(20),
        limit: fc.integer({ min: 1, max: 30 }),
        maxBytes: fc.nat(400),
      }),
      fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }),
      async (chunks, limits, steps) => {
        const shard = await shardWith(chunks);
        let [counted, countedAtOnce] = [0, 0];
        const whole = new ShardPage({
          ...request(shard, limits),
          count: (bytes) => {
            countedAtOnce += bytes;
          },
        });
        const stepped = new ShardPage({
          ...request(shard, limits),
          count: (bytes) => {
            counted += bytes;
          },
        });
        const { records, json } = whole.readOn();
        const read = [];
        for (let at = 0; !stepped.isRead; at++) read.push(stepped.readOn(steps[at % steps.length]));
        expect(read.flatMap((step) => step.records).map(shown)).toEqual(records.map(shown));
        const texts = read.filter((step) => step.json.length > 0).map((step) => step.json.join(''));
        expect(texts.join(',')).toBe(json.join(''));
        expect(endOf(stepped)).toEqual(endOf(whole));
        expect(counted).toBe(countedAtOnce);
        expect(stepped.readOn().records).toEqual([]);
      },
    ),
  );
});

test('what cannot be read ends the page before it, and whoever goes on from there is told', async () => {
  const { store, shard } = await shardWith([[1, 1], [1], [1]]);
  const from = (fromIndex: number) =>
    new ShardPage(request({ store: damagedFrom(store, 3), shard }, { fromIndex }));
  const page = from(1);
  expect(page.readOn(1).records).toHaveLength(2);
  expect(page.isRead).toBe(false);
  expect(page.readOn().records).toEqual([]);
  expect(endOf(page)).toMatchObject({ isRead: true, nextIndex: 3, millisBehindLatest: 60_000 });
  expect(from(1).readOn().records).toHaveLength(2);
  expect(() => from(page.nextIndex).readOn()).toThrow('damaged');
});

test('a chunk that somebody has is not read again, and nothing in it that has expired', async () => {
  const { store, shard } = await shardWith([[1, 1], [1, 1, 1], [1]]);
  const known = new ShardPage(request({ store, shard }, { fromIndex: 4, limit: 1 }));
  known.readOn();
  const chunk = known.lastChunk;
  const unreadable = { store: damagedFrom(store, 1), shard };
  const withKnown = (limits: Limits) => ({ ...request(unreadable, limits), known: chunk });
  const page = new ShardPage(withKnown({ fromIndex: 4, limit: 2 }));
  expect(page.readOn().records.map(({ sequenceNumber }) => sequenceNumber)).toEqual(['4', '5']);
  expect(() => new ShardPage(withKnown({ fromIndex: 2, limit: 2 })).readOn()).toThrow('damaged');
  const late = { ...withKnown({ fromIndex: 4 }), ...request({ store, shard }, { fromIndex: 4 }) };
  const rest = new ShardPage({ ...late, horizonMs: 1001 }).readOn();
  expect(rest.records.map(({ sequenceNumber }) => sequenceNumber)).toEqual(['6']);
});
