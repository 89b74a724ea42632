import { beforeEach, expect, test } from 'vitest';
import { arnOf, LambdaWorld, newFunction, refused, zipAnswering } from './control-plane.suite.ts';

let world: LambdaWorld;
const call: LambdaWorld['call'] = (...of) => world.call(...of);
const FunctionName = 'f';
beforeEach(async () => {
  world = new LambdaWorld();
  const Code = { ZipFile: zipAnswering('null.missing') };
  await call('CreateFunction', newFunction('f', { Code }));
});

const put = (more: object) => call('PutFunctionEventInvokeConfig', { FunctionName, ...more });
const invokeEvent = () => call('Invoke', { FunctionName, InvocationType: 'Event' });
const givenUp = () =>
  expect.poll(() => world.warnings).toEqual(['An asynchronous invocation of f was given up.']);

test('an event is retried as often as was set', async () => {
  await put({ MaximumRetryAttempts: 0 });
  await invokeEvent();
  await givenUp();
});

test('an event is not retried past its age', async () => {
  await put({ MaximumEventAgeInSeconds: 60 });
  await call('PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: 0 });
  await invokeEvent();
  for (let second = 0; second < 70; second++) {
    await new Promise(setImmediate);
    world.clock.advance(1000);
  }
  await givenUp();
});

test('it is set, changed, shown, listed, kept and taken away', async () => {
  const set = await put({ MaximumRetryAttempts: 1 });
  expect(set).toEqual({
    LastModified: Date.UTC(2026, 0, 31, 12),
    FunctionArn: arnOf('f:$LATEST'),
    MaximumRetryAttempts: 1,
    DestinationConfig: { OnSuccess: {}, OnFailure: {} },
  });
  const changed = await call('UpdateFunctionEventInvokeConfig', {
    ...{ FunctionName, MaximumEventAgeInSeconds: 100 },
  });
  expect(changed).toMatchObject({ MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 100 });
  await call('CreateAlias', { FunctionName, Name: 'live', FunctionVersion: '$LATEST' });
  await put({ Qualifier: 'live', MaximumRetryAttempts: 2 });
  await world.restart();
  expect(await call('GetFunctionEventInvokeConfig', { FunctionName })).toEqual(changed);
  const listed = await call('ListFunctionEventInvokeConfigs', { FunctionName });
  expect(listed.FunctionEventInvokeConfigs).toHaveLength(2);
  await call('DeleteFunctionEventInvokeConfig', { FunctionName });
  await expect(call('GetFunctionEventInvokeConfig', { FunctionName })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    message: `The function ${arnOf('f:$LATEST')} doesn't have an EventInvokeConfig`,
  });
});

test('what sets nothing, or a destination, is refused', async () => {
  const invalid = refused('InvalidParameterValueException');
  await expect(put({})).rejects.toEqual(invalid);
  const Destination = 'arn:aws:sqs:us-east-1:000000000000:q';
  await expect(put({ DestinationConfig: { OnFailure: { Destination } } })).rejects.toEqual(invalid);
  const gone = put({ Qualifier: 'gone', MaximumRetryAttempts: 1 });
  await expect(gone).rejects.toEqual(refused('ResourceNotFoundException', 404));
});
