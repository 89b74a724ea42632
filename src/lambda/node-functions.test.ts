import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { END, HANDLERS, nodeFunction, reportOf, START, scope, World } from './functions.suite.ts';

// The runtime of Node.js 24 has no callbacks any more, and so nothing that waits for one.
const hasCallbacks = Number(process.versions.node.split('.')[0]) < 24;

test('a handler gets the event, and its result is the payload', async () => {
  const world = new World();
  world.put(nodeFunction('echoes-its-event'));
  const event = { text: 'å\u0000\n"', list: [1, null, { deep: true }] };
  const { json, functionError, log } = await world.invoke('echoes-its-event', event);
  expect(json).toEqual(event);
  expect(functionError).toBeUndefined();
  expect(log).toEqual([START, END, reportOf()]);
});

test('an empty payload is an empty event', async () => {
  const world = new World();
  world.put(nodeFunction('echoes-its-event'));
  const payload = new Uint8Array();
  expect((await world.invoke('echoes-its-event', {}, { payload })).json).toEqual({});
});

test('the context tells of the function and the invocation', async () => {
  const world = new World();
  world.put(nodeFunction('describes-its-world', { aliases: ['live'] }));
  const { json, requestId } = await world.invoke('describes-its-world', 1, {
    functionName: 'describes-its-world:live',
    clientContext: '{"custom":{"key":"value"}}',
  });
  expect(json.context).toEqual({
    ...(hasCallbacks && { callbackWaitsForEmptyEventLoop: true }),
    functionVersion: '$LATEST',
    functionName: 'describes-its-world',
    memoryLimitInMB: '128',
    logGroupName: '/aws/lambda/describes-its-world',
    logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
    clientContext: { custom: { key: 'value' } },
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:describes-its-world:live',
    awsRequestId: requestId,
  });
  expect(json.remainingMs).toBeGreaterThan(2000);
});

test('the members of the context are in the order of AWS’s runtime', async () => {
  const world = new World();
  world.put(nodeFunction('compares-its-contexts'));
  const { json } = await world.invoke('compares-its-contexts');
  expect(json.members).toEqual([
    ...(hasCallbacks ? ['callbackWaitsForEmptyEventLoop', 'succeed', 'fail', 'done'] : []),
    ...['functionVersion', 'functionName', 'memoryLimitInMB', 'logGroupName', 'logStreamName'],
    ...['clientContext', 'identity', 'invokedFunctionArn', 'awsRequestId'],
    'getRemainingTimeInMillis',
  ]);
});

// With accessors of its own, an invocation's event stayed in the heap until the next full collection.
test.runIf(hasCallbacks)('no context makes V8 make another kind of object', async () => {
  const world = new World();
  world.put(nodeFunction('compares-its-contexts'));
  await world.invoke('compares-its-contexts');
  const { json } = await world.invoke('compares-its-contexts');
  expect(json.hasAccessorOfBefore).toBe(true);
});

test('the memory that an invocation takes is in its own report', async () => {
  const world = new World();
  world.put(nodeFunction('keeps-megabytes', { memorySizeMb: 512 }));
  const usedMb = async (megabytes: number) => {
    const { logTail } = await world.invoke('keeps-megabytes', { megabytes });
    return Number(/Max Memory Used: (\d+) MB/.exec(logTail ?? '')?.[1]);
  };
  const beforeMb = await usedMb(0);
  expect(beforeMb).toBeGreaterThan(10);
  expect(await usedMb(100)).toBeGreaterThan(beforeMb + 90);
});

const hasChrt = spawnSync('chrt', ['--batch', '0', 'true']).status === 0;

test.runIf(hasChrt)(
  'the process of a function has the scheduling policy batch (needs chrt)',
  async () => {
    const world = new World();
    world.put(nodeFunction('describes-its-world'));
    const { pid } = (await world.invoke('describes-its-world')).json;
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Behind the name of the program comes the third field of proc(5), and the policy is the 41st.
    const policy = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[41 - 3];
    const SCHED_BATCH = '3';
    expect(policy).toBe(SCHED_BATCH);
  },
);

test('the heap is divided as the start script of AWS’s runtime does it', async () => {
  const world = new World();
  const options = { environment: { NODE_OPTIONS: '--max-semi-space-size=2' } };
  world.put(nodeFunction('describes-its-world', { memorySizeMb: 1769 }));
  world.put(nodeFunction('describes-its-world', { functionName: 'divides', ...options }));
  const flagsOf = async (name: string) => (await world.invoke(name)).json.execArgv;
  expect(await flagsOf('describes-its-world')).toEqual(
    expect.arrayContaining(['--max-semi-space-size=88', '--max-old-space-size=1593']),
  );
  const divided = await flagsOf('divides');
  expect(divided).toContain('--max-old-space-size=116');
  expect(divided.join()).not.toContain('semi-space');
});

test('the environment is Lambda’s and the user’s, not the server’s', async () => {
  const world = new World();
  process.env.SLUICEBOX_SECRET_OF_THE_SERVER = 'x';
  world.put(nodeFunction('describes-its-world', { environment: { COLOR: 'red', TZ: 'UTC' } }));
  const { env } = (await world.invoke('describes-its-world')).json;
  expect(env).toMatchObject({
    _HANDLER: 'describes-its-world.handler',
    _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=/),
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EXECUTION_ENV: expect.stringMatching(/^AWS_Lambda_nodejs\d+\.x$/),
    AWS_LAMBDA_FUNCTION_NAME: 'describes-its-world',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/describes-its-world',
    AWS_ACCESS_KEY_ID: '000000000000',
    AWS_ENDPOINT_URL: world.endpoint,
    LAMBDA_TASK_ROOT: HANDLERS,
    COLOR: 'red',
    TZ: 'UTC',
  });
  expect(env).not.toHaveProperty('SLUICEBOX_SECRET_OF_THE_SERVER');
  expect(env).not.toHaveProperty('_LAMBDA_TELEMETRY_LOG_FD');
});

test('what the function writes becomes log events, a message each', async () => {
  const world = new World();
  world.put(nodeFunction('logs-what-it-is-told'));
  await world.invoke('logs-what-it-is-told', {});
  await world.log('logs-what-it-is-told');
  const { events } = world.logs.filterEvents(scope, { group: '/aws/lambda/logs-what-it-is-told' });
  const time = '[0-9TZ:.-]{24}';
  const id = '[0-9a-f-]{36}';
  const messages = events.map(({ message }) => message);
  expect(messages).toEqual([
    expect.stringMatching(/^INIT_START .*\n$/),
    expect.stringMatching(new RegExp(`^${time}\tundefined\tINFO\tstarting\n$`)),
    expect.stringMatching(/^START .*\n$/),
    expect.stringMatching(new RegExp(`^${time}\t${id}\tINFO\tone { two: 2 }\n$`)),
    expect.stringMatching(new RegExp(`^${time}\t${id}\tDEBUG\ta\nb\n$`)),
    expect.stringMatching(new RegExp(`^${time}\t${id}\tWARN\tcareful\n$`)),
    expect.stringMatching(new RegExp(`^${time}\t${id}\tERROR\tbad\n$`)),
    expect.stringMatching(new RegExp(`^${time}\t${id}\tTRACE\twhere\n$`)),
    expect.stringMatching(/^END .*\n$/),
    expect.stringMatching(/^REPORT .*\t\n$/),
  ]);
  expect(world.output).toHaveLength(6);
});

test('raw writes become a log event for each line, before the END of their invocation', async () => {
  const world = new World();
  world.put(nodeFunction('logs-what-it-is-told'));
  const { log } = await world.invoke('logs-what-it-is-told', { raw: true });
  expect(log.slice(-2)).toEqual([END, reportOf()]);
  expect(world.output).toEqual(expect.arrayContaining(['raw 1', 'raw 2', 'no line break']));
});

test.each([
  ['calls-back.result', 'called back'],
  ['calls-back.nothing', null],
  ['calls-back.promised', null],
  ['calls-back.succeed', 'succeeded'],
  ['calls-back.waits', ['after the call']],
  ['calls-back.doesNotWait', 'did not wait'],
  ['calls-back.nested.deeply.handler', 'nested'],
  ['with-package-json/index.handler', 'index.js'],
])('%s answers %j', async (handler, result) => {
  const world = new World();
  world.put(nodeFunction('f', { handler, runtime: 'nodejs22.x' }));
  expect((await world.invoke('f')).json).toEqual(result);
});

test('since Node.js 24 a handler that declares a callback does not load', async () => {
  const world = new World();
  world.put(nodeFunction('f', { handler: 'calls-back.result', runtime: 'nodejs24.x' }));
  expect((await world.invoke('f')).json.errorType).toBe('Runtime.CallbackHandlerDeprecated');
});

test('since Node.js 24 the returned value is the result, promised or not', async () => {
  const world = new World();
  world.put(nodeFunction('f', { handler: 'calls-back.nothing', runtime: 'nodejs24.x' }));
  expect((await world.invoke('f')).json).toBe(null);
});

test('the bootstraps import only what comes with the runtime', () => {
  const folder = new URL('./bootstrap/', import.meta.url);
  const names = ['channel', 'console', 'errors', 'handler', 'invocation'];
  for (const name of ['node', ...names.map((name) => `node-${name}`)]) {
    const text = readFileSync(new URL(`${name}.mjs`, folder), 'utf8');
    const imports = [...text.matchAll(/from '([^']+)'/g)].map(([, from]) => from);
    expect(imports.filter((from) => !/^(node:|\.\/)/.test(from ?? ''))).toEqual([]);
  }
});

test('a program called bootstrap is a runtime of its own', async () => {
  const world = new World();
  const codeDirectory = `${HANDLERS}/provided`;
  world.put(nodeFunction('f', { runtime: 'provided.al2023', codeDirectory }));
  const { json, log } = await world.invoke('f', { key: 'value' });
  expect(json).toEqual({ key: 'value' });
  expect(log).toEqual([START, 'handling', END, expect.stringMatching(/^REPORT /)]);
});
