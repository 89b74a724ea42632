import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { temporaryFolder } from '../random/temporary-folder.suite.ts';
import { isAlive, nodeFunction, processesOf, scope, World } from './functions.suite.ts';
import { Reaper } from './reaper.ts';
import { RuntimeApi } from './runtime-api.ts';

vi.mock('node:child_process', async (original) => {
  const real = await original<typeof import('node:child_process')>();
  return { ...real, spawn: vi.fn(real.spawn) };
});

afterEach(() => vi.mocked(spawn).mockReset());

const HANDLER = "export const handler = async () => 'ran';";

/** A function in a folder of its own. */
function functionIn(folder: string, text = HANDLER) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.mjs'), text);
  return nodeFunction('f', { handler: 'index.handler', codeDirectory: folder });
}

const newFolder = () => join(temporaryFolder(), 'code');
const unavailable = (text: string) =>
  expect.objectContaining({
    code: 'ServiceException',
    message: expect.stringContaining(text),
  });

function systemError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`spawn ${code}`), { code });
}

/** Some errors of the system are thrown by `spawn` at once. */
function thrown(code: string): () => never {
  return () => {
    throw systemError(code);
  };
}

/** With others it answers a process that reports the error soon, and has no streams at all. */
function reported(code: string): () => ChildProcess {
  return () => {
    const child = new EventEmitter();
    process.nextTick(() => child.emit('error', systemError(code)));
    return child as ChildProcess;
  };
}

test('a function whose code went away is not invoked until it is back', async () => {
  const world = new World();
  const folder = newFolder();
  world.put(functionIn(folder));
  await world.functions.check(scope, 'f');
  rmSync(folder, { recursive: true });
  world.functions.reload(scope, 'f');
  await expect(world.invoke('f')).rejects.toEqual(unavailable(folder));
  functionIn(folder);
  expect((await world.invoke('f')).json).toBe('ran');
});

test('code that goes away while it is loaded is no error of the function', async () => {
  const world = new World();
  const folder = newFolder();
  const text =
    "import { rmSync } from 'node:fs'; rmSync(import.meta.dirname, { recursive: true });";
  world.put(functionIn(folder, `${text}\nimport('./part.mjs');`));
  await expect(world.invoke('f')).rejects.toEqual(unavailable(folder));
});

test('a program that went away is no error of the function', async () => {
  const world = new World();
  const folder = newFolder();
  mkdirSync(folder);
  const program = join(folder, 'bootstrap');
  writeFileSync(program, '#!/bin/sh\nexit 3\n');
  chmodSync(program, 0o755);
  world.put(nodeFunction('f', { runtime: 'provided.al2023', codeDirectory: folder }));
  expect((await world.invoke('f')).json.errorType).toBe('Runtime.ExitError');
  rmSync(program);
  await expect(world.invoke('f')).rejects.toEqual(unavailable(program));
});

test.each([
  ['ENOMEM', thrown],
  ['EAGAIN', reported],
  ['EMFILE', reported],
])('%s when a process is started is no error of the function', async (code, failing) => {
  const world = new World();
  world.put(nodeFunction('echoes-its-event'));
  vi.mocked(spawn).mockImplementation(failing(code));
  await expect(world.functions.check(scope, 'echoes-its-event')).rejects.toEqual(unavailable(code));
  await expect(world.invoke('echoes-its-event')).rejects.toEqual(unavailable(code));
  expect(world.functions.activeInvocations).toBe(0);
  vi.mocked(spawn).mockReset();
  expect((await world.invoke('echoes-its-event', 7)).json).toBe(7);
});

test.each([thrown, reported])(
  'a watch over processes that could not start is made up for',
  async (failing) => {
    const sleeper = () =>
      spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' }).pid as number;
    const [first, second] = [sleeper(), sleeper()];
    const reaper = new Reaper();
    vi.mocked(spawn).mockImplementationOnce(failing('EAGAIN'));
    reaper.watch(first);
    await new Promise(setImmediate);
    reaper.watch(second);
    reaper.close();
    await expect.poll(() => [first, second].filter(isAlive)).toEqual([]);
  },
);

test('an idle sandbox whose process has ended loses no invocation', async () => {
  const world = new World();
  world.put(nodeFunction('echoes-its-event'));
  // The end of a process is noticed in several steps; an invocation may come between any of them.
  for (let turns = 0; turns < 60; turns++) {
    await world.functions.check(scope, 'echoes-its-event');
    for (const pid of processesOf(world)) process.kill(pid, 'SIGKILL');
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
    const { json } = await world.invoke('echoes-its-event', 7);
    expect(json === 7 || json.errorType === 'Runtime.ExitError').toBe(true);
  }
});

test('an invocation at the moment in which an idle sandbox is stopped gets a new one', async () => {
  const clock = new ManualClock();
  const world = new World(clock);
  world.put(nodeFunction('echoes-its-event'));
  await world.functions.check(scope, 'echoes-its-event');
  clock.advance(15 * 60_000);
  expect((await world.invoke('echoes-its-event', 7)).json).toBe(7);
});

test('an environment that no process can have prevents the invocation, not the server', async () => {
  const world = new World();
  world.put(nodeFunction('echoes-its-event', { environment: { BAD: 'a\0b' } }));
  await expect(world.invoke('echoes-its-event')).rejects.toEqual(unavailable('null bytes'));
});

test('an event whose sandbox cannot be started is kept and tried again', async () => {
  const clock = new ManualClock();
  const world = new World(clock);
  const folder = newFolder();
  world.put(nodeFunction('f', { handler: 'index.handler', codeDirectory: folder }));
  await world.invoke('f', 1, { invocationType: 'Event' });
  await expect.poll(() => clock.nextDueMs()).toBe(clock.now() + 1000);
  functionIn(folder, "export const handler = () => console.log('ran');");
  clock.advance(1000);
  await expect.poll(() => world.output).toEqual([expect.stringContaining('ran')]);
  expect(world.warnings).toEqual([]);
});

test('a runtime API that could not listen tries again', async () => {
  const api = new RuntimeApi();
  const listen = vi.spyOn(Object.getPrototypeOf(createServer()), 'listen');
  listen.mockImplementationOnce(function (this: EventEmitter) {
    process.nextTick(() => this.emit('error', systemError('EMFILE')));
  } as never);
  const session = {} as never;
  await expect(api.open('secret', session)).rejects.toThrow('EMFILE');
  expect(await api.open('secret', session)).toMatch(/^127\.0\.0\.1:\d+\/secret$/);
  await api.close();
  expect(listen).toHaveBeenCalledTimes(2);
  listen.mockRestore();
});

test('nothing is left of what could not be started', async () => {
  const world = new World();
  world.put(nodeFunction('f', { codeDirectory: '/no/such/folder' }));
  await expect(world.invoke('f')).rejects.toEqual(unavailable('/no/such/folder'));
  await world.functions.close();
  expect(processesOf(world)).toEqual([]);
});
