import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import type { OwnRequest } from '../gateway/own-routes.ts';
import { Events } from '../observe/events.ts';
import { eventRoutes } from './event-routes.ts';

function opened() {
  const [route] = eventRoutes(new Events(), new ManualClock());
  const ask = async (query: string) => {
    const { signal } = new AbortController();
    const request = { query: new URLSearchParams(query), signal };
    const answer = await route?.handle(request as unknown as OwnRequest);
    if (!answer) throw new Error('There is no such route.');
    return answer;
  };
  return { ask };
}

/** Reads the first part, as a reader who stays does. */
async function begin(body: unknown) {
  const parts = (body as AsyncIterable<string>)[Symbol.asyncIterator]();
  await parts.next();
  return parts;
}

test('an event that does not exist is refused', async () => {
  const { ask } = opened();
  const { status, body } = await ask('name=batch-failed&name=constructor');
  expect(status).toBe(400);
  expect(body).toContain('There is no event constructor.');
});

test('there are only so many readers, and who leaves makes room', async () => {
  const { ask } = opened();
  const readers = [];
  for (let index = 0; index < 32; index++) readers.push(await begin((await ask('')).body));
  expect((await ask('')).status).toBe(503);
  await readers[0]?.return?.();
  expect((await ask('')).status).toBeUndefined();
});
