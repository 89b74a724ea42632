import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { temporaryFolder } from '../random/temporary-folder.suite.ts';
import {
  END,
  isAlive,
  nodeFunction,
  processesOf,
  reportOf,
  START,
  World,
} from './functions.suite.ts';

/** Starts an invocation, and resolves with it once its START line is there. */
async function started(world: World, name: string, event: unknown = {}) {
  const result = world.invoke(name, event);
  await expect.poll(() => world.log(name)).toContain(START);
  return { result };
}

test.each([
  ['sleeps-for-ever', nodeFunction('sleeps-for-ever', { timeoutSeconds: 1 })],
  ['loops-for-ever', nodeFunction('loops-for-ever', { timeoutSeconds: 1 })],
])('%s: ends at its timeout, not earlier', async (name, definition) => {
  const clock = new ManualClock();
  const world = new World(clock);
  world.put(definition);
  const { result } = await started(world, name);
  clock.advance(999);
  expect(world.functions.activeInvocations).toBe(1);
  clock.advance(1);
  const { requestId, functionError, json, durationMs, log } = await result;
  expect(functionError).toBe('Unhandled');
  expect(json).toEqual({
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after 1.00 seconds`,
  });
  expect(durationMs).toBe(1000);
  expect(log).toEqual([
    START,
    '<time> <id> Task timed out after 1.00 seconds',
    END,
    reportOf({ rest: '\tStatus: timeout' }),
  ]);
  expect(processesOf(world)).toEqual([]);
});

test('a timeout takes the descendants of the process with it', async () => {
  const clock = new ManualClock();
  const world = new World(clock);
  world.put(nodeFunction('spawns-a-grandchild'));
  const { result } = await started(world, 'spawns-a-grandchild', { finally: 'wait' });
  await expect.poll(() => world.output.join()).toMatch(/grandchild \d+/);
  const pid = Number(/grandchild (\d+)/.exec(world.output.join())?.[1]);
  expect(isAlive(pid)).toBe(true);
  clock.advance(3000);
  await result;
  await expect.poll(() => isAlive(pid)).toBe(false);
});

test('an invocation after a timeout finds a new process', async () => {
  const clock = new ManualClock();
  const world = new World(clock);
  world.put(nodeFunction('spawns-a-grandchild'));
  const { result } = await started(world, 'spawns-a-grandchild', { finally: 'wait' });
  clock.advance(3000);
  await result;
  const { log } = await world.invoke('spawns-a-grandchild', {});
  expect(log.at(-1)).toBe(reportOf());
});

test('a start that takes 10 seconds is tried again within the timeout', async () => {
  const clock = new ManualClock();
  const world = new World(clock);
  world.put(nodeFunction('never-finishes-loading'));
  const result = world.invoke('never-finishes-loading');
  const lines = async () => (await world.log('never-finishes-loading')).length;
  await expect.poll(lines).toBe(1);
  clock.advance(10_000);
  await expect.poll(lines).toBe(2);
  clock.advance(3000);
  const { requestId, json } = await result;
  expect(json).toEqual({
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after 3.00 seconds`,
  });
  expect((await world.log('never-finishes-loading')).slice(1)).toEqual([
    'INIT_REPORT Init Duration: <n>\tPhase: init\tStatus: timeout',
    'INIT_REPORT Init Duration: <n>\tPhase: invoke\tStatus: timeout',
    START,
    END,
    reportOf({ cold: false, rest: '\tStatus: timeout' }),
  ]);
});

test('a sandbox that nobody needs for a quarter of an hour is stopped', async () => {
  const clock = new ManualClock();
  const world = new World(clock);
  world.put(nodeFunction('describes-its-world'));
  const { json } = await world.invoke('describes-its-world');
  await expect.poll(() => world.functions.activeInvocations).toBe(0);
  clock.advance(15 * 60_000 - 1);
  expect(isAlive(json.pid)).toBe(true);
  clock.advance(1);
  await expect.poll(() => isAlive(json.pid)).toBe(false);
});

test('a handler counts its remaining time by the clock that times it out', async () => {
  const clock = new ManualClock();
  const world = new World(clock);
  world.put(nodeFunction('describes-its-world', { timeoutSeconds: 900 }));
  const { json } = await world.invoke('describes-its-world');
  expect(json.remainingMs).toBeGreaterThan(890_000);
  expect(json.remainingMs).toBeLessThanOrEqual(900_000);
});

/** A runtime of its own that says what the test tells it to, in its order. */
function runtimeOf(conversation: string): string {
  const folder = temporaryFolder();
  const program = join(folder, 'bootstrap');
  const text = `#!${process.execPath}
    const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
    const next = () => fetch(base + 'next').then(({ headers }) => headers.get('lambda-runtime-aws-request-id'));
    const answer = (id) => fetch(base + id + '/response', { method: 'POST', body: '1' });
    const fail = (id) => fetch(base + id + '/error', { method: 'POST', body: '{"errorType":"E"}' });
    const idle = () => new Promise((resolve) => setTimeout(resolve, 600_000));
    (async () => { ${conversation} })();`;
  writeFileSync(program, text);
  chmodSync(program, 0o755);
  return folder;
}

test('a runtime that answers and asks for no more does not stay', async () => {
  const machineClock = new ManualClock();
  const world = new World(undefined, machineClock);
  const codeDirectory = runtimeOf('await answer(await next()); await idle();');
  world.put(nodeFunction('f', { runtime: 'provided.al2023', codeDirectory, timeoutSeconds: 1 }));
  const answered = async () => (await world.invoke('f', null, { wantLogTail: false })).json;
  expect(await answered()).toBe(1);
  machineClock.advance(999);
  expect(processesOf(world)).toHaveLength(1);
  machineClock.advance(1);
  await expect.poll(() => processesOf(world)).toEqual([]);
  expect(await answered()).toBe(1);
});

const loop = (report: string) =>
  `let id = await next(); for (;;) { const more = next(); await ${report}(id); id = await more; }`;

test.each([
  ['asks for more before it answers', loop('answer'), 1],
  ['asks for more before it fails', loop('fail'), { errorType: 'E' }],
  [
    'takes a question back before it answers',
    `for (;;) {
      const id = await next();
      const gone = new AbortController();
      const asked = fetch(base + 'next', { signal: gone.signal }).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 20));
      gone.abort();
      await asked;
      await answer(id);
    }`,
    1,
  ],
])('a runtime that %s goes on', async (_, conversation, expected) => {
  const world = new World();
  const codeDirectory = runtimeOf(conversation);
  world.put(nodeFunction('f', { runtime: 'provided.al2023', codeDirectory, timeoutSeconds: 20 }));
  for (let count = 0; count < 3; count++)
    expect((await world.invoke('f', null, { wantLogTail: false })).json).toEqual(expected);
  expect(processesOf(world)).toHaveLength(1);
});

test('a clock that is moved leaves alone what has answered', async () => {
  const clock = new ManualClock();
  const world = new World(clock);
  world.put(nodeFunction('echoes-its-event'));
  for (let count = 0; count < 5; count++) {
    expect((await world.invoke('echoes-its-event', count, { wantLogTail: false })).json).toBe(
      count,
    );
    clock.advance(60_000);
  }
  expect(processesOf(world)).toHaveLength(1);
});
