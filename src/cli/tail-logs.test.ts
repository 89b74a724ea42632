import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { followLog, type LogEvent, type ReadLog } from './tail-logs.ts';

const event = (eventId: string, timestamp: number): LogEvent => ({
  eventId,
  timestamp,
  logStreamName: 's',
  message: eventId,
});

/** Follows a log that is read so often, with the clock going on in between. */
async function followed(read: ReadLog, { looks = 1, follows = false } = {}): Promise<string[]> {
  const clock = new ManualClock(0);
  const controller = new AbortController();
  const shown: string[] = [];
  let left = looks;
  const run = followLog({
    read: async (sinceMs, token) => {
      if (token === undefined && left-- === 0) controller.abort();
      return read(sinceMs, token);
    },
    sinceMs: 0,
    follows,
    pauseMs: 100,
    clock,
    signal: controller.signal,
    take: ({ message }) => shown.push(message),
  });
  let isDone = false;
  const ended = run.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    clock.advance(100);
  }
  await ended;
  return shown;
}

test('all pages are read, and each event is shown once', async () => {
  const pages: Record<string, LogEvent[]> = { '': [event('a', 1)], two: [event('b', 2)] };
  const shown = await followed(async (_, token = '') => ({
    events: pages[token] ?? [],
    next: token === '' ? 'two' : undefined,
  }));
  expect(shown).toEqual(['a', 'b']);
});

test('events that come late are shown too, and none twice', async () => {
  const arrived = [event('a', 20_000)];
  const late = [event('b', 15_000), event('c', 30_000)];
  const shown = await followed(
    async (sinceMs) => {
      const events = arrived.filter(({ timestamp }) => timestamp >= sinceMs);
      const next = late.shift();
      if (next) arrived.push(next);
      return { events };
    },
    { looks: 5, follows: true },
  );
  expect(shown).toEqual(['a', 'b', 'c']);
});

test('a group that is not there yet is waited for', async () => {
  let looks = 0;
  const shown = await followed(
    async () => (looks++ < 2 ? undefined : { events: [event('first', 1)] }),
    { looks: 4, follows: true },
  );
  expect(shown).toEqual(['first']);
});
