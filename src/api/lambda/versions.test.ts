import { beforeEach, describe, expect, test } from 'vitest';
import { arnOf, LambdaWorld, newFunction, refused, zipAnswering } from './control-plane.suite.ts';

let world: LambdaWorld;
const call: LambdaWorld['call'] = (...of) => world.call(...of);
const FunctionName = 'f';
const ZipFile = zipAnswering('[process.env.COLOR, context.functionVersion]');

beforeEach(async () => {
  world = new LambdaWorld();
  await call('CreateFunction', newFunction('f', { Code: { ZipFile }, Description: 'first' }));
});

const colour = (COLOR: string) =>
  call('UpdateFunctionConfiguration', { FunctionName, Environment: { Variables: { COLOR } } });
const publish = (more: object = {}) => call('PublishVersion', { FunctionName, ...more });

describe('a version', () => {
  test('is what $LATEST was when it was published', async () => {
    await colour('red');
    const published = await publish({ Description: 'the red one' });
    expect(published).toMatchObject({
      ...{ Version: '1', FunctionArn: arnOf('f:1'), Description: 'the red one' },
      Environment: { Variables: { COLOR: 'red' } },
    });
    await colour('blue');
    expect(await world.answer('f:1')).toEqual({ version: '1', json: ['red', '1'] });
    expect(await world.answer('f')).toEqual({ version: '$LATEST', json: ['blue', '$LATEST'] });
    await world.restart();
    expect(await world.answer('f:1')).toEqual({ version: '1', json: ['red', '1'] });
  });

  test('is not made anew while nothing has changed', async () => {
    expect((await publish()).Version).toBe('1');
    expect((await publish({ Description: 'other' })).Version).toBe('1');
    await call('UpdateFunctionCode', { FunctionName, ZipFile });
    expect((await publish()).Version).toBe('1');
    await colour('red');
    expect((await publish()).Version).toBe('2');
  });

  test('is refused for other code than was meant', async () => {
    const { CodeSha256 } = await call('GetFunctionConfiguration', { FunctionName });
    await expect(publish({ CodeSha256: 'x' })).rejects.toMatchObject({
      message: expect.stringMatching(/^CodeSHA256 \(x\) is different from current CodeSHA256/),
    });
    expect((await publish({ CodeSha256 })).Version).toBe('1');
  });

  test('can be published with the function, and with its code', async () => {
    const made = await call('CreateFunction', newFunction('g', { Publish: true }));
    expect(made).toMatchObject({ Version: '1', State: 'Pending' });
    const more = { FunctionName: 'g', ZipFile, Publish: true };
    const updated = await call('UpdateFunctionCode', more);
    expect(updated).toMatchObject({ Version: '2', FunctionArn: arnOf('g:2') });
  });

  test('is listed after $LATEST, in pages, and with all functions', async () => {
    for (const each of ['red', 'blue']) {
      await colour(each);
      await publish();
    }
    const versions = ({ Versions }: { Versions: { Version: string }[] }) =>
      Versions.map(({ Version }) => Version);
    const first = await call('ListVersionsByFunction', { FunctionName, MaxItems: 1 });
    expect(versions(first)).toEqual(['$LATEST']);
    const { NextMarker: Marker } = first;
    const rest = await call('ListVersionsByFunction', { FunctionName, Marker });
    expect(versions(rest)).toEqual(['1', '2']);
    const { Functions } = await call('ListFunctions', { FunctionVersion: 'ALL' });
    expect(Functions.map((each: { FunctionArn: string }) => each.FunctionArn)).toEqual(
      ['f:$LATEST', 'f:1', 'f:2'].map(arnOf),
    );
  });

  test('is deleted alone, unless an alias is of it, and its number is not given again', async () => {
    await publish();
    await call('CreateAlias', { FunctionName, Name: 'live', FunctionVersion: '1' });
    const remove = (Qualifier: string) => call('DeleteFunction', { FunctionName, Qualifier });
    await expect(remove('1')).rejects.toEqual(refused('ResourceConflictException', 409));
    await expect(remove('$LATEST')).rejects.toMatchObject({
      message: expect.stringMatching(/^\$LATEST version cannot/),
    });
    await expect(remove('live')).rejects.toEqual(refused('InvalidParameterValueException'));
    await call('DeleteAlias', { FunctionName, Name: 'live' });
    await remove('1');
    await remove('1');
    await expect(world.answer('f:1')).rejects.toEqual(refused('ResourceNotFoundException', 404));
    expect((await publish()).Version).toBe('2');
  });
});

describe('an alias', () => {
  beforeEach(async () => {
    for (const each of ['red', 'blue']) {
      await colour(each);
      await publish();
    }
  });
  const create = (more: object = {}) =>
    call('CreateAlias', { FunctionName, Name: 'live', FunctionVersion: '1', ...more });
  const update = (more: object) => call('UpdateAlias', { FunctionName, Name: 'live', ...more });

  test('names a version, and another one after an update', async () => {
    const made = await create({ Description: 'in use' });
    expect(made).toEqual({
      ...{ AliasArn: arnOf('f:live'), Name: 'live', FunctionVersion: '1', Description: 'in use' },
      RevisionId: expect.any(String),
    });
    expect(await world.answer('f:live')).toEqual({ version: '1', json: ['red', '1'] });
    const shown = await call('GetFunctionConfiguration', { FunctionName, Qualifier: 'live' });
    expect(shown).toMatchObject({ FunctionArn: arnOf('f:live'), Version: '1' });
    const updated = await update({ FunctionVersion: '2', RevisionId: made.RevisionId });
    expect(updated).toMatchObject({ FunctionVersion: '2', Description: 'in use' });
    await world.restart();
    expect(await world.answer('f:live')).toEqual({ version: '2', json: ['blue', '2'] });
    await expect(update({ RevisionId: made.RevisionId })).rejects.toEqual(
      refused('PreconditionFailedException', 412),
    );
    expect(await call('GetAlias', { FunctionName, Name: 'live' })).toEqual(updated);
  });

  test('is listed by name, and by its version', async () => {
    await create();
    await create({ Name: 'beta', FunctionVersion: '2' });
    const names = async (more: object = {}) =>
      (await call('ListAliases', { FunctionName, ...more })).Aliases.map(
        ({ Name }: { Name: string }) => Name,
      );
    expect(await names()).toEqual(['beta', 'live']);
    expect(await names({ FunctionVersion: '1' })).toEqual(['live']);
    expect(await names({ Marker: 'beta' })).toEqual(['live']);
  });

  test('can be of two versions, of which the weight decides', async () => {
    const RoutingConfig = { AdditionalVersionWeights: { '2': 1 } };
    expect(await create({ RoutingConfig })).toMatchObject({ RoutingConfig });
    expect(await world.answer('f:live')).toMatchObject({ version: '2' });
    await update({ Description: 'still' });
    expect(await world.answer('f:live')).toMatchObject({ version: '2' });
    const plain = await update({ RoutingConfig: { AdditionalVersionWeights: {} } });
    expect(plain).not.toHaveProperty('RoutingConfig');
    expect(await world.answer('f:live')).toMatchObject({ version: '1' });
  });

  test.each([
    [{ FunctionVersion: '7' }, 'ResourceNotFoundException', /^Function not found: .*:f:7$/],
    [{ Name: 'taken' }, 'ResourceConflictException', /^Alias already exists: .*:f:taken$/],
    [{ Name: '12' }, 'ValidationException', /'name' failed to satisfy/],
    [
      { RoutingConfig: { AdditionalVersionWeights: { 1: 0.5 } } },
      'InvalidParameterValueException',
      /already included in routing configuration/,
    ],
    [
      { RoutingConfig: { AdditionalVersionWeights: { 2: 0.5, 3: 0.5 } } },
      'InvalidParameterValueException',
      /cannot be greater than 1/,
    ],
    [
      { FunctionVersion: '$LATEST', RoutingConfig: { AdditionalVersionWeights: { 2: 0.5 } } },
      'InvalidParameterValueException',
      /^\$LATEST is not supported/,
    ],
    [
      { RoutingConfig: { AdditionalVersionWeights: { 2: 1.5 } } },
      'ValidationException',
      /additionalVersionWeights/,
    ],
  ])('%j is refused', async (more, code, message) => {
    await create({ Name: 'taken' });
    await expect(create(more)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  test('that is not there is told; deleting one that is not there is fine', async () => {
    const named = { FunctionName, Name: 'gone' };
    await expect(call('GetAlias', named)).rejects.toMatchObject({
      ...{
        code: 'ResourceNotFoundException',
        message: `Cannot find alias arn: ${arnOf('f:gone')}`,
      },
    });
    await call('DeleteAlias', named);
  });
});
