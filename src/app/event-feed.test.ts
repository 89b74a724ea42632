import { expect, test } from 'vitest';
import { Events } from '../observe/events.ts';
import { eventFeed } from './event-feed.ts';

interface Line {
  readonly name: string;
  readonly atMs: number;
  readonly event: Record<string, unknown>;
}

function opened(settings: { mappingId?: string; mostWaitingBytes?: number } = {}) {
  const events = new Events();
  const controller = new AbortController();
  const names = ['warning', 'mapping-problem'] as const;
  const feed = eventFeed(events, { names, nowMs: () => 7, signal: controller.signal, ...settings });
  const parts = feed[Symbol.asyncIterator]();
  const next = async (): Promise<Line[] | 'ended'> => {
    const { done, value } = await parts.next();
    if (done) return 'ended';
    return value
      .trimEnd()
      .split('\n')
      .map((line: string) => JSON.parse(line));
  };
  const warn = (message: string) => events.emit('warning', { message });
  return { events, controller, next, warn };
}

const connected = { name: 'connected', atMs: 7, event: {} };
const warning = (message: string) => ({ name: 'warning', atMs: 7, event: { message } });

test('a reader is told at once that it is connected, then what happens, together or alone', async () => {
  const { next, warn } = opened();
  expect(await next()).toEqual([connected]);
  const waiting = next();
  warn('one');
  expect(await waiting).toEqual([warning('one')]);
  warn('two');
  warn('three');
  expect(await next()).toEqual([warning('two'), warning('three')]);
});

test('a mapping that was asked for is all that comes', async () => {
  const { next, warn, events } = opened({ mappingId: 'a' });
  await next();
  warn('of nobody');
  events.emit('mapping-problem', { mappingId: 'b', message: 'not this' });
  events.emit('mapping-problem', { mappingId: 'a', message: 'this' });
  expect(await next()).toMatchObject([{ event: { message: 'this' } }]);
});

test('a reader that is too slow is told how much it missed, and goes on', async () => {
  const { next, warn } = opened({ mostWaitingBytes: 100 });
  await next();
  for (let index = 0; index < 50; index++) warn('x'.repeat(60));
  const lines = (await next()) as Line[];
  const lost = lines.at(-1);
  expect(lost).toMatchObject({ name: 'events-lost' });
  expect(lines.length - 1 + Number(lost?.event.count)).toBe(50);
  expect(lines.length).toBeLessThan(5);
  warn('after');
  expect(await next()).toEqual([warning('after')]);
});

test('an aborted feed ends, also while it waits', async () => {
  const { next, controller } = opened();
  await next();
  const waiting = next();
  controller.abort();
  expect(await waiting).toBe('ended');
});
