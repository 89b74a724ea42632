import { beforeEach, describe, expect, test } from 'vitest';
import { arnOf, LambdaWorld, newFunction, refused } from './control-plane.suite.ts';

let world: LambdaWorld;
const call: LambdaWorld['call'] = (...of) => world.call(...of);
const FunctionName = 'f';
beforeEach(async () => {
  world = new LambdaWorld();
  await call('CreateFunction', newFunction('f'));
});

describe('reserved concurrency', () => {
  const reserve = (ReservedConcurrentExecutions: number, name = 'f') =>
    call('PutFunctionConcurrency', { FunctionName: name, ReservedConcurrentExecutions });

  test('holds at once, over a restart, and until it is given up', async () => {
    expect(await reserve(0)).toEqual({ ReservedConcurrentExecutions: 0 });
    const throttled = refused('TooManyRequestsException', 429);
    await expect(world.answer('f')).rejects.toEqual(throttled);
    await world.restart();
    await expect(world.answer('f')).rejects.toEqual(throttled);
    expect(await call('GetFunctionConcurrency', { FunctionName })).toEqual({
      ReservedConcurrentExecutions: 0,
    });
    await call('DeleteFunctionConcurrency', { FunctionName });
    expect(await call('GetFunctionConcurrency', { FunctionName })).toEqual({});
    expect(await world.answer('f')).toMatchObject({ json: {} });
  });

  test('leaves enough to the others, which GetAccountSettings counts', async () => {
    await call('CreateFunction', newFunction('g'));
    await reserve(850);
    await expect(reserve(51, 'g')).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      message: expect.stringMatching(/below its minimum value of \[100\]\.$/),
    });
    await reserve(50, 'g');
    const { AccountLimit, AccountUsage } = await call('GetAccountSettings', {});
    expect(AccountLimit).toMatchObject({
      ...{ ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 100 },
      CodeSizeUnzipped: 262_144_000,
    });
    expect(AccountUsage).toMatchObject({ FunctionCount: 2 });
  });
});

describe('a policy', () => {
  const add = (more: object = {}) =>
    call('AddPermission', {
      ...{ FunctionName, StatementId: 's', Action: 'lambda:InvokeFunction' },
      ...{ Principal: 'sns.amazonaws.com', ...more },
    });
  const statements = async (more: object = {}) =>
    JSON.parse((await call('GetPolicy', { FunctionName, ...more })).Policy).Statement;

  test.each(['constructor', 'toString', '__proto__'])('is that of an alias %s', async (Name) => {
    await call('CreateAlias', { FunctionName, Name, FunctionVersion: '$LATEST' });
    const there = { Qualifier: Name };
    const none = { code: 'ResourceNotFoundException' };
    await expect(statements(there)).rejects.toMatchObject(none);
    const config = call('GetFunctionEventInvokeConfig', { FunctionName, ...there });
    await expect(config).rejects.toMatchObject(none);
    await add(there);
    await world.restart();
    expect(await statements(there)).toMatchObject([{ Sid: 's' }]);
  });

  test('is recorded, shown, and taken away', async () => {
    const SourceArn = 'arn:aws:sns:us-east-1:000000000000:t';
    const { Statement } = await add({ SourceArn, SourceAccount: '000000000000' });
    expect(JSON.parse(Statement)).toEqual({
      ...{ Sid: 's', Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' } },
      ...{ Action: 'lambda:InvokeFunction', Resource: arnOf('f') },
      Condition: {
        StringEquals: { 'AWS:SourceAccount': '000000000000' },
        ArnLike: { 'AWS:SourceArn': SourceArn },
      },
    });
    await add({ StatementId: 't', Principal: '123456789012' });
    await world.restart();
    expect(await statements()).toEqual([
      JSON.parse(Statement),
      expect.objectContaining({ Principal: { AWS: 'arn:aws:iam::123456789012:root' } }),
    ]);
    await call('RemovePermission', { FunctionName, StatementId: 's' });
    await call('RemovePermission', { FunctionName, StatementId: 't' });
    await expect(statements()).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'The resource you requested does not exist.',
    });
  });

  test('belongs to the function, or to one of its aliases and versions', async () => {
    await call('CreateAlias', { FunctionName, Name: 'live', FunctionVersion: '$LATEST' });
    await add({ Qualifier: 'live' });
    expect(await statements({ Qualifier: 'live' })).toHaveLength(1);
    await expect(statements()).rejects.toEqual(refused('ResourceNotFoundException', 404));
    await expect(add({ Qualifier: '9' })).rejects.toEqual(
      refused('ResourceNotFoundException', 404),
    );
    await expect(add({ Qualifier: '$LATEST' })).rejects.toMatchObject({
      message: expect.stringMatching(/not support adding policies for \$LATEST/),
    });
  });

  test('has a statement of one id once, and is changed in the state that was meant', async () => {
    await add();
    await expect(add()).rejects.toEqual(refused('ResourceConflictException', 409));
    const { RevisionId } = await call('GetPolicy', { FunctionName });
    await add({ StatementId: 't', RevisionId });
    const stale = refused('PreconditionFailedException', 412);
    await expect(add({ StatementId: 'u', RevisionId })).rejects.toEqual(stale);
    const remove = (StatementId: string, more: object = {}) =>
      call('RemovePermission', { FunctionName, StatementId, ...more });
    await expect(remove('t', { RevisionId })).rejects.toEqual(stale);
    await expect(remove('v')).rejects.toEqual(refused('ResourceNotFoundException', 404));
  });
});

describe('tags', () => {
  const Resource = arnOf('f');
  const tags = async () => (await call('ListTags', { Resource })).Tags;

  test('are set, removed, and kept', async () => {
    await call('TagResource', { Resource, Tags: { a: '1', b: '2' } });
    await call('UntagResource', { Resource, TagKeys: ['a'] });
    await world.restart();
    expect(await tags()).toEqual({ b: '2' });
    expect((await call('GetFunction', { FunctionName })).Tags).toEqual({ b: '2' });
  });

  test('are fifty at most, of functions that are there, and not of versions', async () => {
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`t${n}`, '']));
    const tag = (Tags: object, arn = Resource) => call('TagResource', { Resource: arn, Tags });
    await expect(tag(many)).rejects.toEqual(refused('InvalidParameterValueException'));
    await expect(tag({}, arnOf('g'))).rejects.toEqual(refused('ResourceNotFoundException', 404));
    await expect(tag({}, arnOf('f:1'))).rejects.toEqual(refused('InvalidParameterValueException'));
    expect(await tags()).toEqual({});
  });
});

describe('a function of a template', () => {
  beforeEach(() => world.put('templated'));
  const name = { FunctionName: 'templated' };

  test.each([
    ['UpdateFunctionCode', { ZipFile: Buffer.from('x') }],
    ['UpdateFunctionConfiguration', { Timeout: 5 }],
    ['PublishVersion', {}],
    ['CreateAlias', { Name: 'live', FunctionVersion: '$LATEST' }],
    ['DeleteFunction', {}],
  ])('is not changed by %s: that belongs to the template', async (operation, more) => {
    await expect(call(operation, { ...name, ...more })).rejects.toMatchObject({
      ...{ code: 'ResourceConflictException', status: 409 },
      message: expect.stringMatching(/templated comes from the template: change it there/),
    });
  });

  test('can be throttled and tagged until the next start, and that is told', async () => {
    await call('PutFunctionConcurrency', { ...name, ReservedConcurrentExecutions: 0 });
    await call('TagResource', { Resource: arnOf('templated'), Tags: { a: '1' } });
    await expect(world.answer('templated')).rejects.toEqual(
      refused('TooManyRequestsException', 429),
    );
    const told = "templated is the template's: the change holds until the next start.";
    expect(world.warnings).toEqual([told, told]);
    await world.restart(() => world.put('templated'));
    expect(await world.answer('templated', 7)).toMatchObject({ json: 7 });
  });

  test('runs in place of one of its name that was made, which comes back without it', async () => {
    await world.restart(() => world.put('f'));
    expect(world.warnings).toEqual([expect.stringMatching(/^The template's f runs in place of/)]);
    await expect(call('DeleteFunction', { FunctionName })).rejects.toEqual(
      refused('ResourceConflictException', 409),
    );
    await world.restart();
    await call('DeleteFunction', { FunctionName });
  });
});
