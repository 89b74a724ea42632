import { afterEach, describe, expect, test, vi } from 'vitest';
import { sleep } from './clock.ts';
import { ManualClock } from './manual-clock.ts';
import { scaledClock } from './scaled-clock.ts';
import { systemClock } from './system-clock.ts';

describe('ManualClock', () => {
  test('makes calls in the order of their times, each at its own time', () => {
    const clock = new ManualClock(1000);
    const calls: [string, number][] = [];
    clock.at(1300, () => calls.push(['late', clock.now()]));
    clock.at(1100, () => {
      calls.push(['early', clock.now()]);
      clock.at(1200, () => calls.push(['nested', clock.now()]));
    });
    clock.advance(300);
    expect(calls).toEqual([
      ['early', 1100],
      ['nested', 1200],
      ['late', 1300],
    ]);
    expect(clock.now()).toBe(1300);
  });

  test('keeps calls of the same time in the order in which they were asked for', () => {
    const clock = new ManualClock(0);
    const calls: number[] = [];
    for (const n of [1, 2, 3]) clock.at(5, () => calls.push(n));
    clock.advance(5);
    expect(calls).toEqual([1, 2, 3]);
  });

  test('does not make a cancelled call, nor one that is not due', () => {
    const clock = new ManualClock(0);
    const calls: string[] = [];
    clock.at(1, () => calls.push('cancelled')).cancel();
    clock.at(10, () => calls.push('due later'));
    clock.advance(9);
    expect(calls).toEqual([]);
    expect(clock.nextDueMs()).toBe(10);
  });
});

describe('sleep', () => {
  test('ends when the time has come', async () => {
    const clock = new ManualClock(0);
    const slept = sleep(clock, 50);
    clock.advance(50);
    await slept;
  });

  test('ends at once when aborted, and leaves no timer behind', async () => {
    const clock = new ManualClock(0);
    const stop = new AbortController();
    const slept = sleep(clock, 50, stop.signal);
    stop.abort();
    await slept;
    expect(clock.nextDueMs()).toBeUndefined();
  });
});

describe('the system clock', () => {
  afterEach(() => vi.restoreAllMocks());

  test('calls at the time that it was given', async () => {
    const due = systemClock.now() + 5;
    await new Promise<void>((resolve) => systemClock.at(due, resolve));
    expect(systemClock.now()).toBeGreaterThanOrEqual(due);
  });

  test('waits on when the machine wakes it a millisecond early', async () => {
    const due = 1_000_005;
    const times = [1_000_000, due - 1, due];
    vi.spyOn(Date, 'now').mockImplementation(() => times.shift() ?? due);
    await new Promise<void>((resolve) => systemClock.at(due, resolve));
    expect(times).toEqual([]);
  });
});

describe('a scaled clock', () => {
  test('runs faster than its base, and calls at the right time', () => {
    const base = new ManualClock(1000);
    const clock = scaledClock(base, 60);
    const calls: number[] = [];
    clock.at(1000 + 3_600_000, () => calls.push(clock.now()));
    base.advance(59_999);
    expect(calls).toEqual([]);
    expect(clock.now()).toBe(1000 + 3_599_940);
    base.advance(1);
    expect(calls).toEqual([3_601_000]);
  });

  test('never calls before its time, whatever the speed', () => {
    for (const speed of [0.3, 1, 7, 1000]) {
      const base = new ManualClock(0);
      const clock = scaledClock(base, speed);
      let calledAtMs = 0;
      clock.at(1234, () => {
        calledAtMs = clock.now();
      });
      base.advance(10_000);
      expect(calledAtMs).toBeGreaterThanOrEqual(1234);
    }
  });
});
