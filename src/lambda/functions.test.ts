import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { temporaryFolder } from '../random/temporary-folder.suite.ts';
import { isAlive, nodeFunction, processesOf, scope, World } from './functions.suite.ts';

const refused = (code: string, more = {}) => expect.objectContaining({ code, ...more });

/** A file that is not there yet. */
const newFile = () => join(temporaryFolder(), 'go');

/** A world whose function runs until the file is made. */
function waitingWorld(changes = {}) {
  const world = new World();
  world.put(nodeFunction('waits-for-a-file', { timeoutSeconds: 60, ...changes }));
  const file = newFile();
  const wait = (request = {}) => world.invoke('waits-for-a-file', { file }, request);
  const running = (count: number) =>
    expect.poll(() => world.output.filter((line) => line.endsWith('waiting')).length).toBe(count);
  return { world, wait, running, go: () => writeFileSync(file, '') };
}

test('an invoker that works in sequence gets the same sandbox each time', async () => {
  const world = new World();
  world.put(nodeFunction('describes-its-world'));
  const calls: number[] = [];
  for (let call = 0; call < 20; call++) {
    calls.push((await world.invoke('describes-its-world', 0, { wantLogTail: false })).json.calls);
  }
  expect(calls).toEqual(Array.from({ length: 20 }, (_, call) => call + 1));
});

test('invocations at the same time run in processes of their own', async () => {
  const { wait, running, go } = waitingWorld();
  const all = [wait(), wait(), wait()];
  await running(3);
  go();
  const pids = (await Promise.all(all)).map(({ json }) => json);
  expect(new Set(pids).size).toBe(3);
});

test('the result is there before the REPORT line is written', async () => {
  const world = new World();
  world.put(nodeFunction('echoes-its-event'));
  await world.invoke('echoes-its-event', 1, { wantLogTail: false });
  const hasReport = async () =>
    (await world.log('echoes-its-event')).some((line) => line.startsWith('REPORT'));
  await expect.poll(hasReport).toBe(true);
});

test('a request id that is given is used', async () => {
  const world = new World();
  world.put(nodeFunction('describes-its-world'));
  const requestId = 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef';
  const { json, ...result } = await world.invoke('describes-its-world', 0, { requestId });
  expect(result.requestId).toBe(requestId);
  expect(json.context.awsRequestId).toBe(requestId);
});

test.each(['missing', 'echoes-its-event:v2', '111111111111:echoes-its-event'])(
  '%s is not found',
  async (functionName) => {
    const world = new World();
    world.put(nodeFunction('echoes-its-event'));
    const invoked = world.functions.invoke(scope, { functionName, payload: Buffer.from('1') });
    await expect(invoked).rejects.toEqual(
      refused('ResourceNotFoundException', {
        message: expect.stringMatching(
          /^Function not found: arn:aws:lambda:us-east-1:\d{12}:funct/,
        ),
      }),
    );
  },
);

test('a request over 6 MB is refused', async () => {
  const world = new World();
  world.put(nodeFunction('echoes-its-event'));
  const invoke = (bytes: number) =>
    world.functions.invoke(scope, {
      functionName: 'echoes-its-event',
      payload: Buffer.alloc(bytes, 49),
    });
  await expect(invoke(6_291_457)).rejects.toEqual(
    refused('RequestTooLargeException', {
      message:
        '6291457 byte payload is too large for the RequestResponse invocation type ' +
        '(limit 6291456 bytes)',
    }),
  );
});

test('more invocations at a time than are reserved are throttled', async () => {
  const { wait, running, go } = waitingWorld({ reservedConcurrency: 1 });
  const first = wait();
  await running(1);
  await expect(wait()).rejects.toEqual(
    refused('TooManyRequestsException', {
      message: 'Rate Exceeded.',
      reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    }),
  );
  go();
  await first;
  await wait();
});

test('a runtime that nothing here can run is refused by name', async () => {
  const world = new World();
  world.put(nodeFunction('f', { runtime: 'java21' }));
  const error = refused('InvalidRuntimeException', {
    message: expect.stringMatching(/java21.*nodejs/),
  });
  await expect(world.functions.check(scope, 'f')).rejects.toEqual(error);
  await expect(world.invoke('f')).rejects.toEqual(error);
});

test('check leaves a warm sandbox behind', async () => {
  const world = new World();
  world.put(nodeFunction('describes-its-world'));
  await world.functions.check(scope, 'describes-its-world');
  const [warm] = processesOf(world);
  expect((await world.invoke('describes-its-world')).json.pid).toBe(warm);
});

test.each([
  ['is-not-there.handler', 'Runtime.ImportModuleError', /Cannot find module 'is-not-there'/],
  ['has-a-syntax-error.handler', 'Runtime.UserCodeSyntaxError', /SyntaxError/],
  ['echoes-its-event.missing', 'Runtime.HandlerNotFound', /is undefined or not exported/],
  [
    'exits-while-loading.handler',
    'Runtime.ExitError',
    /^f does not load: Runtime\.ExitError: Runtime exited with error: exit status 4$/,
  ],
])('check tells that %s does not load', async (handler, errorType, text) => {
  const world = new World();
  world.put(nodeFunction('f', { handler }));
  const checked = world.functions.check(scope, 'f');
  const message = expect.stringMatching(text);
  await expect(checked).rejects.toEqual(refused('InitializationFailed', { errorType, message }));
  expect(processesOf(world)).toEqual([]);
});

test('check tells that a handler takes too long to load', async () => {
  const clock = new ManualClock();
  const world = new World(clock);
  world.put(nodeFunction('never-finishes-loading'));
  const checked = expect(world.functions.check(scope, 'never-finishes-loading')).rejects.toEqual(
    refused('InitializationFailed', {
      errorType: 'Sandbox.Timedout',
      message:
        'never-finishes-loading does not load: Sandbox.Timedout: ' +
        'It was not ready after 10.00 seconds',
    }),
  );
  await expect.poll(() => clock.nextDueMs()).toBeDefined();
  clock.advance(10_000);
  await checked;
});

test('check tells that the code is not there', async () => {
  const world = new World();
  world.put(nodeFunction('f', { codeDirectory: '/no/such/folder' }));
  await expect(world.functions.check(scope, 'f')).rejects.toEqual(
    refused('InitializationFailed', { message: expect.stringContaining('/no/such/folder') }),
  );
});

test('another version of the runtime than the one asked for is told once', async () => {
  const world = new World();
  world.put(nodeFunction('echoes-its-event', { runtime: 'nodejs18.x' }));
  await world.functions.check(scope, 'echoes-its-event');
  await world.invoke('echoes-its-event');
  expect(world.warnings).toEqual([
    expect.stringMatching(/^echoes-its-event asks for nodejs18\.x but runs on Node\.js \d+/),
  ]);
});

test('after a reload the next invocation runs in a new process, and the running one ends', async () => {
  const { world, wait, running, go } = waitingWorld();
  const first = wait();
  await running(1);
  world.functions.reload(scope, 'waits-for-a-file');
  const second = wait();
  await running(2);
  go();
  const [one, other] = await Promise.all([first, second]);
  expect(one.json).not.toBe(other.json);
  await expect.poll(() => isAlive(one.json)).toBe(false);
  expect(isAlive(other.json)).toBe(true);
});

test('a function that was replaced runs as it is now', async () => {
  const world = new World();
  world.put(nodeFunction('f', { handler: 'echoes-its-event.handler' }));
  expect((await world.invoke('f', 7)).json).toBe(7);
  world.put(nodeFunction('f', { handler: 'throws-an-error.handler' }));
  expect((await world.invoke('f', 7)).json.errorMessage).toBe('boom');
  world.functions.remove(scope, 'f');
  await expect(world.invoke('f')).rejects.toEqual(refused('ResourceNotFoundException'));
});

test('reserved names and too large environments are refused', () => {
  const world = new World();
  const put = (environment: Record<string, string>) => () =>
    world.put(nodeFunction('f', { environment }));
  expect(put({ AWS_REGION: 'x', PATH: 'y' })).toThrow(
    /Reserved keys used in this request: AWS_REGION$/,
  );
  expect(put({ LONG: 'x'.repeat(4096) })).toThrow(/exceeded the 4KB limit/);
});

test('a dry run runs nothing', async () => {
  const world = new World();
  world.put(nodeFunction('throws-an-error'));
  const result = await world.invoke('throws-an-error', 1, { invocationType: 'DryRun' });
  expect(result).toMatchObject({ durationMs: 0 });
  expect(result.functionError).toBeUndefined();
  expect(processesOf(world)).toEqual([]);
});

test('an event is retried twice, after one minute and after two more', async () => {
  const clock = new ManualClock();
  const world = new World(clock);
  world.put(nodeFunction('throws-an-error'));
  await world.invoke('throws-an-error', 1, { invocationType: 'Event' });
  const attempts = (count: number) =>
    expect
      .poll(async () =>
        (await world.log('throws-an-error')).filter((line) => line.startsWith('END')),
      )
      .toHaveLength(count);
  const nextIn = (ms: number) => expect.poll(() => dueIn(clock)).toContain(ms);
  await attempts(1);
  await nextIn(60_000);
  clock.advance(60_000);
  await attempts(2);
  await nextIn(120_000);
  clock.advance(120_000);
  await attempts(3);
  await expect.poll(() => world.warnings).toEqual([expect.stringContaining('given up')]);
});

/** When the next timer is due, from now. */
const dueIn = (clock: ManualClock) => [(clock.nextDueMs() ?? 0) - clock.now()];

test('an invocation whose caller gives up is ended', async () => {
  const { world, wait, running } = waitingWorld();
  const caller = new AbortController();
  const invoked = wait({ signal: caller.signal });
  await running(1);
  caller.abort();
  await expect(invoked).rejects.toEqual(refused('InvocationAborted'));
  await expect.poll(() => processesOf(world)).toEqual([]);
  expect(world.functions.activeInvocations).toBe(0);
});

test('closing ends running invocations and leaves no process', async () => {
  const { world, wait, running } = waitingWorld();
  const invoked = expect(wait()).rejects.toEqual(refused('InvocationAborted'));
  await running(1);
  expect(processesOf(world)).toHaveLength(1);
  await world.functions.close();
  await invoked;
  expect(processesOf(world)).toEqual([]);
});

test('a handler that floods its log loses nothing, and its END comes last', async () => {
  const world = new World();
  world.put(nodeFunction('floods-its-log', { timeoutSeconds: 60, memorySizeMb: 512 }));
  const { log } = await world.invoke('floods-its-log');
  expect(world.output).toHaveLength(100_000);
  expect(log.at(-2)).toMatch(/^END/);
});
