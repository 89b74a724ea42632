import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { MemoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import { MetricBuckets } from './metric-buckets.ts';
import { setOf } from './metric-statistics.ts';

const scope = { account: '000000000000', region: 'us-east-1' };
const metric = { namespace: 'Shop', name: 'Orders', dimensions: [] };
const MINUTE = 60_000;
const DAY = 86_400_000;

/** A store that counts its commits, and can be told to fail. */
class WatchedStore extends MemoryStore {
  commits = 0;
  isBroken = false;
  override transact: Store['transact'] = async (work) => {
    if (this.isBroken) throw new Error('the disk is full');
    this.commits++;
    return super.transact(work);
  };
}

function newBuckets(store = new WatchedStore(), startMs = Date.UTC(2026, 0, 30)) {
  const clock = new ManualClock(startMs);
  const problems: string[] = [];
  const buckets = new MetricBuckets({ store, clock, onProblem: (text) => problems.push(text) });
  const add = (value: number, agoMs = 0, of = metric) =>
    buckets.add({ scope, metric: of, unit: 'Count', atMs: clock.now() - agoMs, set: setOf(value) });
  const all = () => [...buckets.walk(scope, metric, { startMs: 0, endMs: Infinity })];
  const sums = () => all().map(({ set }) => set.sum);
  return { store, clock, buckets, problems, add, all, sums };
}

test('samples of one minute share a bucket', async () => {
  const { buckets, add, all, clock } = newBuckets();
  add(1);
  add(5);
  add(3, 1);
  await buckets.flush();
  const before = { sampleCount: 1, sum: 3, minimum: 3, maximum: 3 };
  const after = { sampleCount: 2, sum: 6, minimum: 1, maximum: 5 };
  expect(all()).toEqual([
    { minuteMs: clock.now() - MINUTE, unit: 'Count', set: before },
    { minuteMs: clock.now(), unit: 'Count', set: after },
  ]);
  add(10);
  await buckets.flush();
  expect(all()[1]?.set).toEqual({ sampleCount: 3, sum: 16, minimum: 1, maximum: 10 });
});

test('what meters add is what would have been added one by one, whenever it is stored', async () => {
  const step = fc.oneof(
    fc.record({
      value: fc.integer({ min: -9, max: 9 }),
      agoMs: fc.nat(2 * MINUTE),
      meter: fc.nat(2),
    }),
    fc.constantFrom('flush', 'advance', 'fail' as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const [one, other] = [newBuckets(), newBuckets()];
      const elsewhere = { ...metric, name: 'Other' };
      const meters = [[metric], [elsewhere, metric]].map((of) =>
        one.buckets.meter(scope, of, 'Count'),
      );
      for (const each of steps) {
        if (typeof each === 'object') {
          const { value, agoMs, meter } = each;
          // A third of the values come by themselves.
          const add = meters[meter] ?? (() => one.add(value, agoMs));
          add(one.clock.now() - agoMs, value);
          other.add(value, agoMs);
        } else if (each === 'advance') {
          for (const { clock } of [one, other]) clock.advance(20_000);
        } else {
          one.store.isBroken = each === 'fail';
          await one.buckets.flush().catch(() => {});
          one.store.isBroken = false;
        }
      }
      for (const { buckets } of [one, other]) await buckets.flush();
      expect(one.all()).toEqual(other.all());
    }),
  );
});

test('a meter adds to each of its metrics', async () => {
  const { buckets, clock } = newBuckets();
  const metrics = ['One', 'Other'].map((name) => ({ ...metric, name }));
  const meter = buckets.meter(scope, metrics, 'Count');
  for (const value of [1, 2]) meter(clock.now(), value);
  await buckets.flush();
  const range = { startMs: 0, endMs: clock.now() + MINUTE };
  const sums = metrics.map((each) =>
    [...buckets.walk(scope, each, range)].map(({ set }) => set.sum),
  );
  expect(sums).toEqual([[3], [3]]);
});

test('what a meter adds is stored within a second, also after it could not be', async () => {
  const { buckets, clock, store, problems, sums } = newBuckets();
  const meter = buckets.meter(scope, [metric], 'Count');
  meter(clock.now(), 1);
  store.isBroken = true;
  clock.advance(1000);
  await expect.poll(() => problems).toHaveLength(1);
  store.isBroken = false;
  meter(clock.now(), 2);
  clock.advance(1000);
  expect(sums()).toEqual([3]);
});

test('whatever comes within a second is one commit', async () => {
  const { add, clock, store, sums } = newBuckets();
  for (let index = 0; index < 100; index++) add(1);
  clock.advance(999);
  expect(store.commits).toBe(0);
  clock.advance(1);
  expect([store.commits, sums()]).toEqual([1, [100]]);
  clock.advance(DAY);
  expect(store.commits).toBe(1);
});

test('a new start finds what was stored', async () => {
  const first = newBuckets();
  first.add(7);
  await first.buckets.flush();
  const second = newBuckets(first.store);
  second.add(1);
  await second.buckets.flush();
  expect(second.sums()).toEqual([8]);
});

test('what could not be stored is told, and stored later', async () => {
  const { add, clock, store, sums, problems, buckets } = newBuckets();
  store.isBroken = true;
  add(1);
  clock.advance(1000);
  await expect.poll(() => problems).toEqual([expect.stringContaining('the disk is full')]);
  await expect(buckets.flush()).rejects.toThrow('the disk is full');
  store.isBroken = false;
  add(2);
  clock.advance(1000);
  expect(sums()).toEqual([3]);
  await buckets.flush();
  expect(sums()).toEqual([3]);
});

test('buckets are kept for fifteen days, and then are neither shown nor stored', async () => {
  const { add, buckets, clock, sums, store } = newBuckets();
  const other = { ...metric, name: 'Others' };
  add(1);
  add(2, -MINUTE);
  add(1, 0, other);
  await buckets.flush();
  clock.advance(15 * DAY);
  expect(sums()).toEqual([1, 2]);
  clock.advance(MINUTE);
  expect(sums()).toEqual([2]);
  add(3);
  await buckets.flush();
  expect([...store.range({ prefix: ['metrics', 'data'] })]).toHaveLength(2);
  expect([...buckets.series(scope)].map(({ entry }) => entry.name)).toEqual(['Orders']);
});

test('much that is old goes in several commits', async () => {
  const { buckets, clock, store } = newBuckets();
  const at = (index: number) => clock.now() - index * MINUTE;
  const sample = { scope, metric, unit: 'Count', set: setOf(1) };
  await buckets.put(Array.from({ length: 12_000 }, (_, index) => ({ ...sample, atMs: at(index) })));
  clock.advance(16 * DAY);
  const count = () => [...store.range({ prefix: ['metrics'] })].length;
  for (const left of [2_000 + 1 + 2, 3]) {
    await buckets.put([{ ...sample, metric: { ...metric, name: 'New' }, atMs: clock.now() }]);
    // The series that is all gone goes too; of the new one there is a minute and a series.
    expect(count()).toBe(left === 3 ? 2 : left);
  }
});

test('what began before the epoch is counted at the epoch', async () => {
  const { add, buckets, clock, all } = newBuckets(new WatchedStore(), 0);
  add(1, 5);
  await buckets.flush();
  expect(all()).toMatchObject([{ minuteMs: 0, set: { sum: 1 } }]);
  expect(clock.now()).toBe(0);
});

test('a query may reach from before all time to after it', () => {
  const { buckets } = newBuckets();
  const everything = { startMs: -1e20, endMs: 1e20 };
  expect([...buckets.walk(scope, metric, everything)]).toEqual([]);
  expect([...buckets.walk(scope, metric, { startMs: 5, endMs: -5 })]).toEqual([]);
});
