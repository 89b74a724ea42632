import { expect, test } from 'vitest';
import { LambdaWorld, refused, ROLE as role } from './control-plane.suite.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:echo';

const payloadOf = (text: string) => Buffer.from(text);

test('a function is described', async () => {
  const world = new LambdaWorld();
  const { call } = world;
  const environment = { COLOR: 'red' };
  world.put('echo', {
    runtime: 'nodejs22.x',
    environment,
    tags: { team: 'x' },
    reservedConcurrency: 5,
  });
  const { Configuration, Code, Tags, Concurrency } = await call('GetFunction', {
    FunctionName: ARN,
  });
  expect(Configuration).toEqual({
    RevisionId: expect.any(String),
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    FunctionName: 'echo',
    FunctionArn: ARN,
    Runtime: 'nodejs22.x',
    Role: role,
    Handler: 'echoes-its-event.handler',
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    LastModified: '2026-01-31T12:00:00.000+0000',
    Version: '$LATEST',
    Environment: { Variables: { COLOR: 'red' } },
    TracingConfig: { Mode: 'PassThrough' },
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: ['x86_64'],
    LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/echo' },
  });
  expect(Code.Location).toMatch(/^file:.*\/test\/functions$/);
  expect(Tags).toEqual({ team: 'x' });
  expect(Concurrency).toEqual({ ReservedConcurrentExecutions: 5 });
  const named = { FunctionName: 'echo', Qualifier: '$LATEST' };
  expect(await call('GetFunctionConfiguration', named)).toEqual({
    ...Configuration,
    FunctionArn: `${ARN}:$LATEST`,
  });
});

test('functions are listed by name, in pages', async () => {
  const world = new LambdaWorld();
  const { call } = world;
  for (const name of ['b', 'c', 'a']) world.put(name);
  const names = ({ Functions }: { Functions: { FunctionName: string }[] }) =>
    Functions.map(({ FunctionName }) => FunctionName);
  const first = await call('ListFunctions', { MaxItems: 2 });
  expect(names(first)).toEqual(['a', 'b']);
  const second = await call('ListFunctions', { MaxItems: 2, Marker: first.NextMarker });
  expect(names(second)).toEqual(['c']);
  expect(second.NextMarker).toBeUndefined();
  expect(second.Functions[0]).not.toHaveProperty('State');
});

test('a function that is not there is told with its ARN', async () => {
  const { call } = new LambdaWorld();
  const error = refused('ResourceNotFoundException', 404, { Type: 'User' });
  await expect(call('GetFunction', { FunctionName: 'echo' })).rejects.toEqual(error);
  const invoked = call('Invoke', { FunctionName: 'echo' });
  await expect(invoked).rejects.toMatchObject({ message: `Function not found: ${ARN}` });
});

test('an invocation answers with the payload, the version and the end of the log', async () => {
  const world = new LambdaWorld();
  const { call } = world;
  world.put('echo');
  const Payload = payloadOf('{"a":1}');
  const answer = await call('Invoke', { FunctionName: 'echo', Payload, LogType: 'Tail' });
  expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
  expect(Buffer.from(answer.Payload).toString()).toBe('{"a":1}');
  expect(answer).not.toHaveProperty('FunctionError');
  const tail = Buffer.from(answer.LogResult, 'base64').toString();
  expect(tail).toMatch(/^START RequestId: .*\nEND .*\nREPORT .*\n$/);
});

test('an error of the function is an answer, with status 200', async () => {
  const world = new LambdaWorld();
  const { call } = world;
  world.put('echo', { handler: 'throws-an-error.handler' });
  const answer = await call('Invoke', { FunctionName: 'echo', Payload: payloadOf('1') });
  expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
  expect(JSON.parse(Buffer.from(answer.Payload).toString()).errorMessage).toBe('boom');
});

test('events and dry runs have a status of their own and no payload', async () => {
  const world = new LambdaWorld();
  const { call } = world;
  world.put('echo');
  const invoke = (InvocationType: string) =>
    call('Invoke', { FunctionName: 'echo', InvocationType, Payload: payloadOf('1') });
  const Payload = Buffer.alloc(0);
  expect(await invoke('Event')).toEqual({ StatusCode: 202, Payload });
  expect(await invoke('DryRun')).toEqual({ StatusCode: 204, Payload });
});

test('the client context reaches the handler', async () => {
  const world = new LambdaWorld();
  const { call } = world;
  world.put('echo', { handler: 'describes-its-world.handler' });
  const ClientContext = Buffer.from('{"custom":{"name":"å\\n"}}').toString('base64');
  const answer = await call('Invoke', { FunctionName: 'echo', ClientContext });
  const { context } = JSON.parse(Buffer.from(answer.Payload).toString());
  expect(context.clientContext).toEqual({ custom: { name: 'å\n' } });
});

test.each(['0', '!', 'e3'])('the client context %s is refused', async (ClientContext) => {
  const world = new LambdaWorld();
  world.put('echo');
  const invoked = world.call('Invoke', {
    FunctionName: 'echo',
    InvocationType: 'DryRun',
    ClientContext,
  });
  await expect(invoked).rejects.toEqual(refused('InvalidRequestContentException', 400));
});

test('a payload must be JSON, and fit', async () => {
  const world = new LambdaWorld();
  const { call } = world;
  world.put('echo');
  const invoke = (Payload: Uint8Array) => call('Invoke', { FunctionName: 'echo', Payload });
  for (const payload of [payloadOf('{'), Buffer.from([0xff])]) {
    await expect(invoke(payload)).rejects.toEqual(refused('InvalidRequestContentException'));
  }
  const large = payloadOf(`"${'x'.repeat(6_291_456)}"`);
  await expect(invoke(large)).rejects.toEqual(refused('RequestEntityTooLargeException', 413));
});

test('a throttled invocation says which limit it ran into (rule 3.1.1)', async () => {
  const world = new LambdaWorld();
  const { call } = world;
  world.put('echo', { reservedConcurrency: 0 });
  const invoked = call('Invoke', { FunctionName: 'echo' });
  const Reason = 'ReservedFunctionConcurrentInvocationLimitExceeded';
  await expect(invoked).rejects.toEqual(refused('TooManyRequestsException', 429, { Reason }));
});
