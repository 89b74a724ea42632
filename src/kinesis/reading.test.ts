import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { Events } from '../observe/events.ts';
import { seededRandom } from '../random/random.ts';
import { openStore } from '../store/durable-store.suite.ts';
import { MemoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import type { PutEntry } from './put-records.ts';
import type { StreamRecord } from './read-record.ts';
import type { ShardPosition } from './shard-position.ts';
import { Streams } from './streams.ts';

const scope = { account: '123456789012', region: 'us-east-1' };
const folder = mkdtempSync(join(tmpdir(), 'streams-'));
const durable = openStore(folder);

afterAll(async () => {
  await durable.close();
  rmSync(folder, { recursive: true });
});

/** What happens to a shard, in any order. */
type Step =
  | { readonly put: number[] }
  | { readonly read: { limit: number; maxBytes: number } }
  | { readonly restart: true };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ put: fc.array(fc.nat(200), { minLength: 1, maxLength: 8 }) }),
  fc.record({
    read: fc.record({ limit: fc.integer({ min: 1, max: 10 }), maxBytes: fc.nat(500) }),
  }),
  fc.constant({ restart: true as const }),
);

const textOf = ({ partitionKey, data }: PutEntry) =>
  `${partitionKey} ${Buffer.from(data).toString('hex')}`;

let runs = 0;

/** Plays the steps on a new stream, and reads on after each; answers what was put and read. */
async function play(store: Store, steps: readonly Step[], start: ShardPosition) {
  const clock = new ManualClock();
  const [random, events] = [seededRandom(++runs), new Events()];
  const streamName = `stream-${runs}`;
  const open = () => new Streams({ store, clock, random, events });
  let streams = open();
  await streams.createStream(scope, { streamName, shardCount: 1 });
  const put: PutEntry[] = [];
  const read: StreamRecord[] = [];
  let position = start;
  const readOn = (limits: { limit?: number; maxBytes?: number }) => {
    const from = { scope, streamName, shardId: 'shardId-000000000000', position };
    const page = streams.readShard({ ...from, ...limits });
    position = JSON.parse(JSON.stringify(page.next));
    read.push(...page.records);
    return page.records.length;
  };
  for (const each of steps) {
    clock.advance(7);
    if ('restart' in each) streams = open();
    else if ('read' in each) readOn(each.read);
    else {
      const entries = each.put.map((length, offset) => ({
        partitionKey: `${put.length + offset}`,
        data: Buffer.alloc(length, put.length + offset),
      }));
      await streams.putRecords(scope, streamName, entries);
      put.push(...entries);
    }
  }
  while (readOn({}) > 0);
  // Only now, so that data that a later read overwrote would be seen.
  return { put: put.map(textOf), read: read.map(textOf) };
}

describe.each([
  ['in memory', () => new MemoryStore(), 200],
  ['on disk', () => durable, 50],
] as const)('a shard kept %s', (_where, storeOf, numRuns) => {
  const first = fc.constantFrom<ShardPosition>({ type: 'TRIM_HORIZON' }, { type: 'LATEST' });
  test('is read once and in order, however puts, reads and restarts follow', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), first, async (steps, start) => {
        // LATEST is set down by a first read; whoever reads nothing before it misses nothing after.
        const read = { read: { limit: 1, maxBytes: 0 } };
        const { put, read: seen } = await play(storeOf(), [read, ...steps], start);
        expect(seen).toEqual(put);
      }),
      { numRuns },
    );
  });

  test('is read from any time on as if every record were looked at', async () => {
    const gaps = fc.array(fc.nat(3), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(gaps, fc.integer({ min: -2, max: 70 }), async (gapsMs, offsetMs) => {
        const clock = new ManualClock();
        const [random, events] = [seededRandom(++runs), new Events()];
        const streams = new Streams({ store: storeOf(), clock, random, events });
        const streamName = `stream-${runs}`;
        await streams.createStream(scope, { streamName, shardCount: 1 });
        const timestamp = clock.now() + offsetMs;
        const arrivals: number[] = [];
        for (const gapMs of gapsMs) {
          clock.advance(gapMs);
          const entry = { partitionKey: 'a', data: Buffer.of() };
          await streams.putRecords(scope, streamName, [entry, entry]);
          arrivals.push(clock.now(), clock.now());
        }
        clock.advance(100);
        const { records } = streams.readShard({
          scope,
          streamName,
          shardId: 'shardId-000000000000',
          position: { type: 'AT_TIMESTAMP', timestamp },
        });
        expect(records.map((record) => record.approximateArrivalTimestamp)).toEqual(
          arrivals.filter((arrival) => arrival >= timestamp),
        );
      }),
      { numRuns },
    );
  });
});

test('a position in the time to come stays until it comes', async () => {
  const clock = new ManualClock();
  const options = {
    store: new MemoryStore(),
    clock,
    random: seededRandom(1),
    events: new Events(),
  };
  const streams = new Streams(options);
  await streams.createStream(scope, { streamName: 'orders', shardCount: 1 });
  const from = { scope, streamName: 'orders', shardId: 'shardId-000000000000' };
  const position = { type: 'AT_TIMESTAMP', timestamp: clock.now() + 10 } as const;
  expect(streams.readShard({ ...from, position })).toMatchObject({ records: [], next: position });
  await streams.putRecord(scope, 'orders', { partitionKey: 'early', data: Buffer.of() });
  clock.advance(10);
  await streams.putRecord(scope, 'orders', { partitionKey: 'late', data: Buffer.of() });
  const { records } = streams.readShard({ ...from, position });
  expect(records.map(({ partitionKey }) => partitionKey)).toEqual(['late']);
});
