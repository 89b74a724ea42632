import { join } from 'node:path';
import { expect, test } from 'vitest';
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

const exitLog = (reason: string, errorType = 'Runtime.ExitError') => [
  START,
  `RequestId: <id> Error: Runtime exited with error: ${reason}`,
  errorType,
  END,
  reportOf({ rest: `\tStatus: error\tError Type: ${errorType}` }),
];

test('a handler that throws answers with its error, and its sandbox lives on', async () => {
  const world = new World();
  world.put(nodeFunction('throws-an-error'));
  const first = await world.invoke('throws-an-error');
  expect(first).toMatchObject({ functionError: 'Unhandled', executedVersion: '$LATEST' });
  expect(Object.keys(first.json)).toEqual(['errorType', 'errorMessage', 'trace']);
  expect(first.json).toMatchObject({ errorType: 'Error', errorMessage: 'boom' });
  expect(first.json.trace.slice(0, 2)).toEqual([
    'Error: boom',
    expect.stringContaining('at handler'),
  ]);
  const logged = expect.stringMatching(
    /^<time>\t<id>\tERROR\tInvoke Error \t\{"errorType":"Error","errorMessage":"boom","stack":\["Error: boom","/,
  );
  expect(first.log).toEqual([START, logged, END, reportOf()]);
  const second = await world.invoke('throws-an-error');
  expect(second.log.at(-1)).toBe(reportOf({ cold: false }));
});

test.each([
  ['throwsText', { errorType: 'string', errorMessage: 'just text', trace: [] }],
  ['error', { errorType: 'TypeError', errorMessage: 'called back' }],
  ['fail', { errorType: 'string', errorMessage: 'failed', trace: [] }],
])('a handler of the older style fails: %s', async (name, document) => {
  const world = new World();
  world.put(nodeFunction('older', { handler: `calls-back.${name}`, runtime: 'nodejs22.x' }));
  const { functionError, json } = await world.invoke('older');
  expect(functionError).toBe('Unhandled');
  expect(json).toMatchObject(document);
});

test('a promise that never settles ends when the event loop is empty', async () => {
  const world = new World();
  world.put(nodeFunction('never-settles'));
  const { functionError, json, log } = await world.invoke('never-settles');
  expect(functionError).toBe('Unhandled');
  expect(json.errorType).toBe('Runtime.NodeJsExit');
  expect(log.at(-1)).toBe(reportOf());
});

test.each<[string, string, unknown?]>([
  ['exits-with-code-3', 'exit status 3'],
  ['kills-itself', 'signal: killed', { signal: 'SIGKILL' }],
  ['kills-itself', 'signal: segmentation fault', { signal: 'SIGSEGV' }],
])('%s: the caller is told of %s', async (name, reason, event: unknown = {}) => {
  const world = new World();
  world.put(nodeFunction(name));
  const { functionError, json, log, requestId } = await world.invoke(name, event);
  expect(functionError).toBe('Unhandled');
  expect(json).toEqual({
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: ${reason}`,
  });
  expect(log).toEqual(exitLog(reason));
  expect(processesOf(world)).toEqual([]);
});

test('a process that exits with status 0 gives no reason', async () => {
  const world = new World();
  world.put(nodeFunction('exits-with-code-0'));
  const { json, requestId } = await world.invoke('exits-with-code-0');
  expect(json).toEqual({
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited without providing a reason`,
  });
});

test.each([
  [
    'rejects-unhandled',
    128,
    'Runtime.UnhandledPromiseRejection',
    'Error: nobody listens',
    'Unhandled Promise Rejection ',
  ],
  ['throws-outside-its-promise', 129, 'Error', 'too late to catch', 'Uncaught Exception '],
])('%s: the process ends with status %i', async (name, status, errorType, errorMessage, prefix) => {
  const world = new World();
  world.put(nodeFunction(name));
  const { functionError, json, log } = await world.invoke(name);
  expect(functionError).toBe('Unhandled');
  expect(json).toMatchObject({ errorType, errorMessage });
  const [start, logged, ...rest] = log;
  expect(logged).toContain(`<time>\t<id>\tERROR\t${prefix}\t{"errorType":"${errorType}"`);
  expect([start, ...rest]).toEqual(exitLog(`exit status ${status}`));
  expect(processesOf(world)).toEqual([]);
});

test('a heap that is full is reported as out of memory', async () => {
  const world = new World();
  world.put(nodeFunction('fills-its-heap', { timeoutSeconds: 60 }));
  const { functionError, json, log } = await world.invoke('fills-its-heap');
  expect(functionError).toBe('Unhandled');
  expect(json).toMatchObject({
    errorType: 'Runtime.OutOfMemory',
    errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Runtime exited with error: /),
  });
  const rest = '\tStatus: error\tError Type: Runtime.OutOfMemory';
  expect(log.at(-1)).toBe(reportOf({ rest }));
  expect(processesOf(world)).toEqual([]);
});

test('a response over 6 MB is refused, and the sandbox lives on', async () => {
  const world = new World();
  world.put(nodeFunction('returns-seven-megabytes', { memorySizeMb: 512 }));
  const { functionError, payload } = await world.invoke('returns-seven-megabytes');
  expect(functionError).toBe('Unhandled');
  expect(Buffer.from(payload).toString()).toBe(
    '{"errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes).",' +
      '"errorType":"Function.ResponseSizeTooLarge"}',
  );
  const { log } = await world.invoke('returns-seven-megabytes');
  expect(log.at(-1)).not.toContain('Init Duration');
});

// In a session of its own, a descendant can only be told on Linux.
const SESSIONS = process.platform === 'linux' ? [false, true] : [false];

test.each(SESSIONS.map((detached) => ({ detached })))(
  'a crash takes the descendants of the process with it (detached: $detached)',
  async ({ detached }) => {
    const world = new World();
    world.put(nodeFunction('spawns-a-grandchild'));
    const { json: grandchild } = await world.invoke('spawns-a-grandchild', { detached });
    expect(isAlive(grandchild)).toBe(true);
    const { json } = await world.invoke('spawns-a-grandchild', { detached, finally: 'exit' });
    expect(json.errorType).toBe('Runtime.ExitError');
    await expect.poll(() => processesOf(world)).toEqual([]);
    expect(isAlive(grandchild)).toBe(false);
  },
);

test.each([
  ['throws-while-loading', 'Error', /^not today$/],
  ['has-a-syntax-error', 'Runtime.UserCodeSyntaxError', /^SyntaxError: /],
  ['is-not-there', 'Runtime.ImportModuleError', /^Error: Cannot find module 'is-not-there'/],
  ['exits-while-loading', 'Runtime.ExitError', /^RequestId: \S+ Error: .* exit status 4$/],
])('%s: the start is tried again within the invocation', async (name, errorType, text) => {
  const world = new World();
  world.put(nodeFunction(name));
  const { functionError, json, log } = await world.invoke(name);
  expect(functionError).toBe('Unhandled');
  expect(json).toMatchObject({ errorType, errorMessage: expect.stringMatching(text) });
  const all = (await world.log(name)).filter((line) => !line.includes('\tERROR\t'));
  const initReport = (phase: string) =>
    `INIT_REPORT Init Duration: <n>\tPhase: ${phase}\tStatus: error\tError Type: ${errorType}`;
  const rest = `\tStatus: error\tError Type: ${errorType}`;
  expect(all).toEqual([
    expect.stringMatching(/^INIT_START Runtime Version: nodejs:\d+\.v\S+\tRuntime Version ARN: /),
    initReport('init'),
    initReport('invoke'),
    START,
    END,
    reportOf({ cold: false, rest }),
  ]);
  expect(log.slice(-3)).toEqual(all.slice(-3));
  expect(processesOf(world)).toEqual([]);
});

test.each([
  ['handler', 'Runtime.MalformedHandlerName', 'Bad handler'],
  [
    '../echoes-its-event.handler',
    'Runtime.MalformedHandlerName',
    "'../echoes-its-event.handler' is not a valid handler name. Use absolute paths when " +
      'specifying root directories in handler names.',
  ],
  [
    'calls-back.missing',
    'Runtime.HandlerNotFound',
    'calls-back.missing is undefined or not exported',
  ],
  [
    'calls-back.notAFunction',
    'Runtime.HandlerNotFound',
    'calls-back.notAFunction is not a function',
  ],
])('the handler %s is refused as %s', async (handler, errorType, errorMessage) => {
  const world = new World();
  world.put(nodeFunction('f', { handler }));
  expect((await world.invoke('f')).json).toMatchObject({ errorType, errorMessage });
});

test('a start that works the second time runs the invocation', async () => {
  const world = new World();
  const MARK = join(temporaryFolder(), 'mark');
  world.put(nodeFunction('loads-at-the-second-try', { environment: { MARK } }));
  const { functionError, json } = await world.invoke('loads-at-the-second-try');
  expect(functionError).toBeUndefined();
  expect(json).toBe('loaded');
  const init = (await world.log('loads-at-the-second-try')).filter((line) =>
    line.startsWith('INIT_'),
  );
  expect(init).toHaveLength(2);
});
