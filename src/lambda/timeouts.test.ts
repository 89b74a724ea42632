import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
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
