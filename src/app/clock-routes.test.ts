import { expect, test } from 'vitest';
import { MemoryStore } from '../store/memory-store.ts';
import { clockRoutes } from './clock-routes.ts';
import { Time, type TimeOptions } from './time.ts';

function clockOf(options: TimeOptions) {
  const time = new Time(options, { store: new MemoryStore(), onProblem: () => {} });
  const route = clockRoutes(time, () => false).find(({ method }) => method === 'POST')!;
  const post = async (body: string) => {
    const answer = await route.handle({
      method: 'POST',
      path: route.path,
      query: new URLSearchParams(),
      headers: {},
      labels: {},
      body: Buffer.from(body),
      signal: new AbortController().signal,
    });
    return { status: answer.status, ...JSON.parse(String(answer.body)) };
  };
  return { time, post };
}

test('a manual clock goes on by what it is told', async () => {
  const { time, post } = clockOf({ kind: 'manual' });
  const nowMs = time.clock.now() + 1000;
  expect(await post('{"advanceMs": 1000}')).toMatchObject({ status: 200, nowMs, kind: 'manual' });
});

test.each(['', '{}', '{"advanceMs": -1}', '{"advanceMs": "1"}', '{"advanceMs": 1.5}'])(
  '%j moves no clock',
  async (body) => {
    const { post } = clockOf({ kind: 'manual' });
    expect(await post(body)).toMatchObject({
      status: 400,
      message: expect.stringContaining('advanceMs'),
    });
  },
);

test('no clock goes beyond what sequence numbers hold', async () => {
  const { time, post } = clockOf({ kind: 'manual' });
  const leftMs = Date.UTC(4000, 0) - 1 - time.clock.now();
  const message = expect.stringContaining('the end of the year 3999');
  expect(await post(JSON.stringify({ advanceMs: leftMs + 1 }))).toMatchObject({
    status: 400,
    message,
  });
  expect(await post(JSON.stringify({ advanceMs: leftMs }))).toMatchObject({ status: 200 });
});

test('a clock that is the machine’s is not moved', async () => {
  const { post } = clockOf({ kind: 'system' });
  expect(await post('{"advanceMs": 1}')).toMatchObject({ status: 409 });
});

test('a clock whose world is being stopped says how far it got', async () => {
  const { time, post } = clockOf({ kind: 'manual' });
  const dueMs = time.clock.now() + 1000;
  time.clock.at(dueMs, () => time.standStill());
  const now = new Date(dueMs).toISOString();
  expect(await post('{"advanceMs": 5000}')).toEqual({
    status: 503,
    message: `The endpoint is being stopped; the clock stands at ${now}.`,
  });
});

test('advances that are asked for at once go one after the other', async () => {
  const { time, post } = clockOf({ kind: 'manual' });
  const startMs = time.clock.now();
  const answers = await Promise.all([1_000_000, 10, 0].map((ms) => post(`{"advanceMs": ${ms}}`)));
  expect(answers.map(({ nowMs }) => nowMs - startMs)).toEqual([1_000_000, 1_000_010, 1_000_010]);
  expect(time.clock.now()).toBe(startMs + 1_000_010);
});

test('two advances together go no further than one', async () => {
  const { time, post } = clockOf({ kind: 'manual' });
  const leftMs = Date.UTC(4000, 0) - 1 - time.clock.now();
  const answers = await Promise.all([leftMs, 1].map((ms) => post(`{"advanceMs": ${ms}}`)));
  expect(answers.map(({ status }) => status)).toEqual([200, 400]);
});
