import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { openStore } from '../store/durable-store.suite.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { splitHashKeySpace } from './hash-key.ts';
import { KinesisError } from './kinesis-error.ts';
import { HASH_KEYS, openShards, scope, streamsOn } from './resharding.suite.ts';
import type { Streams } from './streams.ts';

const folder = mkdtempSync(join(tmpdir(), 'resharding-'));
let lmdb = openStore(folder);

afterAll(async () => {
  await lmdb.close();
  rmSync(folder, { recursive: true });
});

const streamName = 'orders';
const MOST_SHARDS = 24;

/** What happens to a stream, in any order; parts tell which of the open shards, and where in it. */
type Step =
  | { readonly put: readonly string[] }
  | { readonly split: { readonly which: number; readonly where: number } }
  | { readonly merge: { readonly which: number } }
  | { readonly scale: { readonly which: number } }
  | { readonly advance: number }
  | { readonly restart: true };

const part = fc.double({ min: 0, max: 0.999, noNaN: true });
const key = fc.constantFrom(...'abcdefghijkl');

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ put: fc.array(key, { minLength: 1, maxLength: 6 }) }) },
  { weight: 3, arbitrary: fc.record({ split: fc.record({ which: part, where: part }) }) },
  { weight: 2, arbitrary: fc.record({ merge: fc.record({ which: part }) }) },
  { weight: 1, arbitrary: fc.record({ scale: fc.record({ which: part }) }) },
  { weight: 1, arbitrary: fc.record({ advance: fc.nat(3000) }) },
  { weight: 1, arbitrary: fc.constant({ restart: true as const }) },
);

async function reshard(streams: Streams, each: Step): Promise<void> {
  const open = openShards(streams);
  if ('split' in each && open.length < MOST_SHARDS) {
    const { shardId, starting, ending } = open[Math.floor(each.split.which * open.length)]!;
    const width = ending - starting;
    const at = starting + (width * BigInt(Math.floor(each.split.where * 1e6))) / 1_000_000n;
    if (at <= starting + 1n || at >= ending) return;
    const newStartingHashKey = String(at);
    await streams.changes.splitShard(scope, {
      streamName,
      shardToSplit: shardId,
      newStartingHashKey,
    });
  }
  if ('merge' in each && open.length > 1) {
    const index = Math.floor(each.merge.which * (open.length - 1));
    const shardToMerge = open[index]!.shardId;
    const adjacentShardToMerge = open[index + 1]!.shardId;
    await streams.changes.mergeShards(scope, { streamName, shardToMerge, adjacentShardToMerge });
  }
  if ('scale' in each) await scale(streams, open.length, each.scale.which);
}

async function scale(streams: Streams, current: number, which: number): Promise<void> {
  const least = Math.max(1, Math.floor(current / 2));
  const most = Math.min(2 * current, Math.max(current, MOST_SHARDS));
  const targetShardCount = least + Math.floor(which * (most - least + 1));
  try {
    await streams.changes.updateShardCount(scope, { streamName, targetShardCount });
  } catch (error) {
    // Ten times in 24 hours, which these few seconds never leave.
    if (error instanceof KinesisError && error.code === 'LimitExceeded') return;
    throw error;
  }
  if (targetShardCount === current) return;
  const uniform = splitHashKeySpace(targetShardCount);
  const ranges = openShards(streams).map(({ starting, ending }) => ({ starting, ending }));
  expect(ranges).toEqual(uniform);
}

function expectNoGaps(streams: Streams): void {
  const open = openShards(streams);
  const bounds = open.flatMap(({ starting, ending }) => [starting, ending + 1n]);
  const inner = open.slice(1).map(({ starting }) => starting);
  expect(bounds).toEqual([0n, ...inner.flatMap((bound) => [bound, bound]), HASH_KEYS]);
}

/** Reads the stream as its consumers do: a shard once its parents, as their ends name it, are read. */
function walk(streams: Streams) {
  const filter = { type: 'AT_TRIM_HORIZON' } as const;
  const first = streams.listShards(scope, streamName, { filter }).shards;
  const waiting = new Map(first.map(({ shardId }) => [shardId, [] as readonly string[]]));
  const done = new Set<string>();
  const found: { key: string; number: number; sequenceNumber: string }[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting].find(([, parents]) => parents.every((parent) => done.has(parent)));
    const [shardId] = ready!;
    waiting.delete(shardId);
    done.add(shardId);
    const position = { type: 'TRIM_HORIZON' } as const;
    let iterator = streams.getShardIterator({ scope, streamName, shardId, position });
    for (;;) {
      const { page, end } = streams.getRecords({ scope, shardIterator: iterator, limit: 3 });
      const { records } = page.readOn();
      const { childShards = [], nextShardIterator } = end();
      for (const { partitionKey, data, sequenceNumber } of records) {
        found.push({ key: partitionKey, number: Buffer.from(data).readUInt32BE(), sequenceNumber });
      }
      for (const child of childShards) waiting.set(child.shardId, child.parentShards);
      if (nextShardIterator === undefined || records.length === 0) break;
      iterator = nextShardIterator;
    }
  }
  return found;
}

async function play(steps: readonly Step[], isDurable: boolean): Promise<void> {
  const { open, clock } = streamsOn(isDurable ? lmdb : new MemoryStore());
  const reopened = () => (isDurable ? open(lmdb) : open());
  let streams = reopened();
  // An earlier run that failed has left its stream.
  for (const { streamName: left } of streams.list(scope)) await streams.deleteStream(scope, left);
  await streams.createStream(scope, { streamName, shardCount: 2 });
  const put: { key: string; number: number }[] = [];
  for (const each of steps) {
    if ('put' in each) {
      const entries = each.put.map((partitionKey, offset) => {
        const data = Buffer.alloc(4);
        data.writeUInt32BE(put.length + offset);
        return { partitionKey, data };
      });
      for (const [offset, partitionKey] of each.put.entries()) {
        put.push({ key: partitionKey, number: entries[offset]!.data.readUInt32BE() });
      }
      await streams.putRecords(scope, streamName, entries);
    } else if ('advance' in each) clock.advance(each.advance);
    else if ('restart' in each) {
      if (isDurable) {
        await lmdb.close();
        lmdb = openStore(folder);
      }
      streams = reopened();
    } else await reshard(streams, each);
    expectNoGaps(streams);
  }
  const found = walk(streams);
  const byNumber = [...found].sort((one, other) => one.number - other.number);
  expect(byNumber.map(({ key: name, number }) => ({ key: name, number }))).toEqual(put);
  for (const name of new Set(put.map((each) => each.key))) {
    const ofKey = found.filter((each) => each.key === name);
    const ascending = (values: readonly (number | bigint)[]) =>
      values.every((value, index) => index === 0 || (values[index - 1] as number) < value);
    expect(ascending(ofKey.map(({ number }) => number))).toBe(true);
    expect(ascending(ofKey.map(({ sequenceNumber }) => BigInt(sequenceNumber)))).toBe(true);
  }
}

// Long enough for more than sixteen shards: a sequence number tells their order by their last digit.
const steps = fc.array(step, { minLength: 1, maxLength: 50, size: 'max' });

test('however a stream is resharded, no hash key is lost and keys stay in order', async () => {
  await fc.assert(
    fc.asyncProperty(steps, (each) => play(each, false)),
    { numRuns: 150 },
  );
});

test('the same on disk, which is closed and opened in between', async () => {
  await fc.assert(
    fc.asyncProperty(steps, (each) => play([...each, { restart: true }], true)),
    { numRuns: 15 },
  );
});
