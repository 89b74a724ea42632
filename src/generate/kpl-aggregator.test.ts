import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expandAggregate } from '../event-source-mapping/kpl-aggregate.ts';
import { aggregateOf, KplAggregator } from './kpl-aggregator.ts';

const record = (partitionKey: string, text: string) => ({
  partitionKey,
  data: Buffer.from(text),
  count: 1,
});

test('what is aggregated is what comes out where Lambda takes it apart', () => {
  const records = fc.array(
    fc
      .record({
        partitionKey: fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme-ascii' }),
        data: fc.uint8Array({ maxLength: 400 }),
      })
      .map((one) => ({ ...one, count: 1 })),
    { minLength: 2, maxLength: 200 },
  );
  fc.assert(
    fc.property(records, (given) => {
      const aggregate = aggregateOf(given);
      expect(aggregate.count).toBe(given.length);
      const expanded = expandAggregate(aggregate)?.map(({ partitionKey, data }) => ({
        partitionKey,
        data: Buffer.from(data).toString('hex'),
      }));
      expect(expanded).toEqual(
        given.map(({ partitionKey, data }) => ({
          partitionKey,
          data: Buffer.from(data).toString('hex'),
        })),
      );
    }),
  );
});

test('an aggregate stays within 50 KiB, and each shard has its own', () => {
  const aggregator = new KplAggregator();
  const done = [];
  for (let index = 0; index < 3000; index++) {
    const one = record(`k${index}`, 'x'.repeat(100));
    done.push(...aggregator.add({ record: one, shardId: `shard-${index % 2}` }));
  }
  done.push(...aggregator.flush());
  expect(done.reduce((sum, { record: { count } }) => sum + count, 0)).toBe(3000);
  expect(Math.max(...done.map(({ record: { data } }) => data.length))).toBeLessThanOrEqual(51_200);
  expect(done.length).toBeLessThan(20);
  expect(aggregator.flush()).toEqual([]);
});

test('a record alone, however large, is put as it is', () => {
  const aggregator = new KplAggregator();
  const large = { record: record('k', 'x'.repeat(60_000)), shardId: 'a' };
  expect(aggregator.add(large)).toEqual([]);
  expect(aggregator.flush()).toEqual([large]);
});
