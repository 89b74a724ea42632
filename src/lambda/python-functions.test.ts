import { describe, expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { END, HANDLERS, processesOf, pythonFunction, START, World } from './functions.suite.ts';
import { findPython } from './python-command.ts';

/** In CI a missing Python is an error: a test that skips itself there could not fail. */
const hasPython = await findPython('python3.12').then(
  () => true,
  (error) => {
    if (process.env.CI) throw error;
    return false;
  },
);

function pythonWorld(handler: string, changes = {}): World {
  const world = new World();
  world.put(pythonFunction('f', { handler, ...changes }));
  return world;
}

describe.runIf(hasPython)('Python', () => {
  test('a handler gets the event, and its result is the payload', async () => {
    const world = pythonWorld('python_handlers.echoes');
    const event = { text: 'å\n"', list: [1, null, { deep: true }] };
    const { json, functionError, log } = await world.invoke('f', event);
    expect(json).toEqual(event);
    expect(functionError).toBeUndefined();
    expect(log).toEqual([START, END, expect.stringMatching(/^REPORT .*Init Duration/)]);
  });

  test('the context tells of the function and the invocation, whose process is kept', async () => {
    const world = pythonWorld('python_handlers.describes_its_world');
    const { json, requestId } = await world.invoke(
      'f',
      {},
      { clientContext: '{"custom":{"a":1}}' },
    );
    expect(json).toMatchObject({
      request_id: requestId,
      function_name: 'f',
      function_version: '$LATEST',
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
      memory: '128',
      log_group: '/aws/lambda/f',
      log_stream: expect.stringMatching(/\[\$LATEST\]/),
      custom: { a: 1 },
      calls: 1,
      env: { AWS_EXECUTION_ENV: 'AWS_Lambda_python3.12', LAMBDA_TASK_ROOT: HANDLERS },
    });
    expect(json.remaining_ms).toBeGreaterThan(2000);
    expect((await world.invoke('f')).json.calls).toBe(2);
  });

  test('an error answers with AWS’s document, and is logged as one event', async () => {
    const world = pythonWorld('python_handlers.raises_an_error');
    const { json, functionError, requestId, log } = await world.invoke('f');
    expect(functionError).toBe('Unhandled');
    expect(Object.keys(json)).toEqual(['errorMessage', 'errorType', 'requestId', 'stackTrace']);
    expect(json).toMatchObject({ errorMessage: 'boom', errorType: 'ValueError', requestId });
    expect(json.stackTrace).toEqual([
      expect.stringMatching(/^ {2}File ".*python_handlers\.py", line \d+, in raises_an_error\n/),
    ]);
    const [error = ''] = world.output;
    expect(error).toMatch(/^\[ERROR\] ValueError: boom\nTraceback \(most recent call last\):\n/);
    expect(error).toContain('\n\u00a0\u00a0File "');
    expect(log.at(-1)).not.toContain('Status');
  });

  test.each([
    ['raises_while_loading.handler', 'KeyError', /not today/],
    ['has_a_syntax_error.handler', 'Runtime.UserCodeSyntaxError', /^Syntax error in module 'has_a/],
    [
      'is_not_there.handler',
      'Runtime.ImportModuleError',
      /^Unable to import module 'is_not_there'/,
    ],
    ['imports_what_is_not_there.handler', 'Runtime.ImportModuleError', /No module named 'no_such/],
    ['python_handlers.missing', 'Runtime.HandlerNotFound', /^Handler 'missing' missing on module/],
    ['handler', 'Runtime.MalformedHandlerName', /^Bad handler 'handler': not enough values/],
  ])('%s does not load: %s', async (handler, errorType, text) => {
    const world = pythonWorld(handler);
    const { json, functionError } = await world.invoke('f');
    expect(functionError).toBe('Unhandled');
    expect(json).toMatchObject({ errorType, requestId: '' });
    expect(json.errorMessage).toMatch(text);
    expect(processesOf(world)).toEqual([]);
  });

  test('what is printed becomes a log event for each line; logged messages stay whole', async () => {
    const world = pythonWorld('python_handlers.prints');
    await world.invoke('f');
    expect(world.output).toHaveLength(5);
    const logged = /^\[WARNING\]\t[0-9T:.-]{23}Z\t[0-9a-f-]{36}\tcareful\nsecond line$/;
    expect(world.output).toEqual(
      expect.arrayContaining([
        ...['one', 'two\rstill two', 'three', 'no line break'],
        expect.stringMatching(logged),
      ]),
    );
  });

  test('sys.exit ends the process', async () => {
    const world = pythonWorld('python_handlers.exits_with_code_3');
    const { json } = await world.invoke('f');
    expect(json.errorMessage).toMatch(/Error: Runtime exited with error: exit status 3$/);
    expect(processesOf(world)).toEqual([]);
  });

  test('a handler that takes too long is ended', async () => {
    const clock = new ManualClock();
    const world = new World(clock);
    world.put(pythonFunction('f', { handler: 'python_handlers.sleeps_for_ever' }));
    const result = world.invoke('f');
    await expect.poll(() => world.log('f')).toContain(START);
    clock.advance(3000);
    expect((await result).json.errorType).toBe('Sandbox.Timedout');
    expect(processesOf(world)).toEqual([]);
  });

  test.runIf(process.platform === 'linux')('memory is limited', async () => {
    const world = pythonWorld('python_handlers.fills_its_memory');
    const { json, log } = await world.invoke('f');
    expect(json).toEqual({
      errorType: 'Runtime.OutOfMemory',
      errorMessage: expect.stringMatching(
        /^RequestId: \S+ Error: Runtime exited with error: signal/,
      ),
    });
    expect(log.at(-1)).toContain('Max Memory Used: <n>\tInit Duration: <n>\tStatus: error');
    expect(log.at(-1)).toContain('Error Type: Runtime.OutOfMemory');
  });

  test('a decimal becomes a number; what JSON cannot hold is an error', async () => {
    const world = pythonWorld('python_handlers.returns_a_decimal');
    expect((await world.invoke('f')).json).toEqual({ price: 1.5 });
    const other = pythonWorld('python_handlers.returns_an_object');
    expect((await other.invoke('f')).json).toMatchObject({
      errorType: 'Runtime.MarshalError',
      errorMessage: 'Unable to marshal response: Object of type object is not JSON serializable',
    });
  });
});
