import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { StoreError } from '../store/store-error.ts';
import { keepingTime, keptTimeMs } from './kept-time.ts';
import { Time, type TimeOptions } from './time.ts';

const HOUR_MS = 3_600_000;
const SCALED = { kind: 'scaled', speed: 60 } as const;

function setUp(base = new ManualClock(1000)) {
  const store = new MemoryStore();
  const problems: string[] = [];
  const onProblem = (message: string) => void problems.push(message);
  const start = async (options: TimeOptions) => {
    const time = new Time(options, { store, base, onProblem });
    await time.begin();
    return time;
  };
  return { base, store, problems, start };
}

test('every commit keeps the time at which it was made, and a mere look keeps nothing', async () => {
  const clock = new ManualClock(1000);
  const store = new MemoryStore();
  const keeping = keepingTime(store, clock);
  await keeping.transact((transaction) => transaction.get(['a']));
  expect(keptTimeMs(store)).toBeUndefined();
  await keeping.transact((transaction) => transaction.put(['a'], 1));
  expect(keptTimeMs(store)).toBe(1000);
  clock.advance(5);
  await keeping.transact((transaction) => transaction.remove(['a']));
  expect(keptTimeMs(store)).toBe(1005);
});

test('work that fails keeps no time', async () => {
  const store = new MemoryStore();
  const work = keepingTime(store, new ManualClock(1000)).transact((transaction) => {
    transaction.put(['a'], 1);
    throw new Error('no');
  });
  await expect(work).rejects.toThrow('no');
  expect(keptTimeMs(store)).toBeUndefined();
});

test('a clock that is set back does not take the time that is kept with it', async () => {
  const store = new MemoryStore();
  const put = (nowMs: number) =>
    keepingTime(store, new ManualClock(nowMs)).transact((one) => one.put(['a'], nowMs));
  await put(2000);
  await put(1000);
  expect(keptTimeMs(store)).toBe(2000);
});

test('a scaled clock that is killed without having written loses a second of real time', async () => {
  const { base, start } = setUp();
  const first = await start(SCALED);
  base.advance(59_999);
  const killedAtMs = first.clock.now();
  const second = await start(SCALED);
  expect(second.clock.now()).toBeLessThanOrEqual(killedAtMs);
  expect(second.clock.now()).toBeGreaterThan(killedAtMs - 60_000);
});

test('a scaled clock that goes on in the future runs, and calls, from there', async () => {
  const { base, start } = setUp();
  const first = await start({ kind: 'manual' });
  await first.advance(HOUR_MS, () => false);
  const second = await start(SCALED);
  const calls: number[] = [];
  second.clock.at(1000 + 2 * HOUR_MS, () => calls.push(second.clock.now()));
  base.advance(59_999);
  expect(calls).toEqual([]);
  base.advance(1);
  expect(calls).toEqual([1000 + 2 * HOUR_MS]);
});

test('the machine takes over once its own time has passed what is kept, not before', async () => {
  const { base, store, start } = setUp();
  const moved = await start({ kind: 'manual' });
  await moved.advance(HOUR_MS + 90_000, () => false);
  await expect(start({ kind: 'system' })).rejects.toThrow('is 1 h 1 min ahead of this machine');
  expect(keptTimeMs(store)).toBe(1000 + HOUR_MS + 90_000);
  base.advance(HOUR_MS + 90_000);
  await start({ kind: 'system' });
  expect(keptTimeMs(store)).toBeUndefined();
});

test('a time that cannot be kept is told once, and to whoever moves it', async () => {
  const { base, store, problems, start } = setUp();
  await start(SCALED);
  const manual = await start({ kind: 'manual' });
  await store.close();
  base.advance(5000);
  await manual.close();
  await manual.close();
  expect(problems.filter((problem) => problem.startsWith('Time is not kept'))).toHaveLength(2);
  await expect(manual.advance(1, () => false)).rejects.toThrow(StoreError);
});

test('an advance that is ended on its way leaves the clock where it stood', async () => {
  const { store, start } = setUp();
  const time = await start({ kind: 'manual' });
  const startMs = time.clock.now();
  const dueMs: number[] = [];
  const tick = () => {
    dueMs.push(time.clock.now());
    if (dueMs.length === 3) time.standStill();
    time.clock.at(time.clock.now() + HOUR_MS, tick);
  };
  time.clock.at(startMs + HOUR_MS, tick);
  expect(await time.advance(300 * 24 * HOUR_MS, () => false)).toBe('stopped');
  expect(dueMs).toHaveLength(3);
  await time.close();
  expect(keptTimeMs(store)).toBe(startMs + 3 * HOUR_MS);
});
