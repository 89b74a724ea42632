import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { file, zipOf } from '../../lambda/packages/zip.suite.ts';
import {
  arnOf,
  LambdaWorld,
  newFunction,
  ROLE,
  refused,
  zipAnswering,
} from './control-plane.suite.ts';

test('a function that was made is Pending in the answer, and Active from then on', async () => {
  const { call } = new LambdaWorld();
  const made = await call(
    'CreateFunction',
    newFunction('echo', {
      ...{ Description: 'says it again', Timeout: 7, MemorySize: 256 },
      ...{ Environment: { Variables: { COLOR: 'red' } }, Tags: { team: 'x' } },
    }),
  );
  const { State, StateReason, StateReasonCode, ...described } = made;
  expect([State, StateReasonCode]).toEqual(['Pending', 'Creating']);
  expect(StateReason).toBe('The function is being created.');
  expect(described).toEqual({
    ...{ FunctionName: 'echo', FunctionArn: arnOf('echo'), Role: ROLE, Handler: 'index.handler' },
    ...{ Runtime: expect.stringMatching(/^nodejs/), Description: 'says it again' },
    ...{ Timeout: 7, MemorySize: 256, Environment: { Variables: { COLOR: 'red' } } },
    CodeSize: zipAnswering('event').length,
    CodeSha256: expect.stringMatching(/^[\w+/]{43}=$/),
    LastModified: '2026-01-31T12:00:00.000+0000',
    RevisionId: expect.stringMatching(/^[\da-f-]{36}$/),
    TracingConfig: { Mode: 'PassThrough' },
    ...{ Version: '$LATEST', PackageType: 'Zip', Architectures: ['x86_64'] },
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/echo' },
  });
  const { Configuration, Code, Tags } = await call('GetFunction', { FunctionName: 'echo' });
  const settled = { ...described, State: 'Active', LastUpdateStatus: 'Successful' };
  expect(Configuration).toEqual(settled);
  expect(Tags).toEqual({ team: 'x' });
  expect(Code).toEqual({
    RepositoryType: 'S3',
    Location: expect.stringMatching(/^http:\/\/localhost\/_sluicebox\/lambda\/functions\/\w{64}$/),
  });
});

test('it runs, and is there after a restart, wherever its folder has gone', async () => {
  const world = new LambdaWorld();
  await world.call(
    'CreateFunction',
    newFunction('echo', { Code: { ZipFile: zipAnswering('42') } }),
  );
  expect(await world.answer('echo')).toEqual({ version: '$LATEST', json: 42 });
  await world.restart();
  expect(await world.answer('echo')).toMatchObject({ json: 42 });
  await world.restart(() => rmSync(world.directory, { recursive: true }));
  expect(await world.answer('echo')).toMatchObject({ json: 42 });
});

test('no package.json of a project around its folder has a say in how it is loaded', async () => {
  const world = new LambdaWorld();
  writeFileSync(join(world.directory, 'package.json'), '{"type":"module"}');
  await world.call(
    'CreateFunction',
    newFunction('echo', { Code: { ZipFile: zipAnswering('42') } }),
  );
  expect(await world.answer('echo')).toMatchObject({ json: 42 });
});

test('while it is not back yet, its name is taken all the same', async () => {
  const world = new LambdaWorld();
  const Code = { ZipFile: zipAnswering('1') };
  await world.call('CreateFunction', newFunction('echo', { Code }));
  let early: Promise<unknown> | undefined;
  await world.restart(() => {
    early = world.call('CreateFunction', newFunction('echo'));
    early.catch(() => {});
  });
  await expect(early).rejects.toEqual(refused('ResourceConflictException', 409));
  expect(await world.answer('echo')).toMatchObject({ json: 1 });
});

test('it is made where it is asked for', async () => {
  const world = new LambdaWorld();
  const elsewhere = arnOf('echo').replace('us-east-1', 'eu-west-1');
  await expect(world.call('CreateFunction', newFunction(elsewhere))).rejects.toEqual(
    refused('InvalidParameterValueException'),
  );
  const made = await world.call('CreateFunction', newFunction(arnOf('echo')));
  expect(made.FunctionName).toBe('echo');
});

test('the archive comes from a bucket too', async () => {
  const world = new LambdaWorld();
  world.objects.set('packages/echo.zip', zipAnswering('"from S3"'));
  const Code = { S3Bucket: 'packages', S3Key: 'echo.zip' };
  await world.call('CreateFunction', newFunction('echo', { Code }));
  expect(await world.answer('echo')).toMatchObject({ json: 'from S3' });
});

test('a program of its own keeps being executable', async () => {
  const world = new LambdaWorld();
  const program = fileURLToPath(
    new URL('../../../test/functions/provided/bootstrap', import.meta.url),
  );
  const content = readFileSync(program);
  const ZipFile = zipOf({ name: 'bootstrap', content, mode: 0o100755 });
  await world.call(
    'CreateFunction',
    newFunction('own', { Runtime: 'provided.al2023', Handler: 'any', Code: { ZipFile } }),
  );
  expect(await world.answer('own', 7)).toMatchObject({ json: 7 });
});

test.each([
  ['a name that is taken', {}, 'ResourceConflictException', 409, 'Function already exist: echo'],
  [
    'no runtime',
    { Runtime: undefined },
    'InvalidParameterValueException',
    400,
    /^Runtime and Handler/,
  ],
  [
    'an unknown runtime',
    { Runtime: 'cobol' },
    'InvalidParameterValueException',
    400,
    /^Value cobol at/,
  ],
  ['Java', { Runtime: 'java21' }, 'InvalidParameterValueException', 400, /not with java21/],
  [
    'an image',
    { Code: { ImageUri: 'x' } },
    'InvalidParameterValueException',
    400,
    /images do not run/,
  ],
  ['no code', { Code: {} }, 'InvalidParameterValueException', 400, /provide a source/],
  ['too much time', { Timeout: 901 }, 'ValidationException', 400, /'timeout' .* 900/],
  ['too much memory', { MemorySize: 20_000 }, 'InvalidParameterValueException', 400, /10240/],
  ['no role', { Role: 'x' }, 'ValidationException', 400, /'role' failed to satisfy/],
  ['a file system', { FileSystemConfigs: [{}] }, 'InvalidParameterValueException', 400, /^FileSys/],
  [
    'a reserved name',
    { Environment: { Variables: { AWS_REGION: 'x' } } },
    'InvalidParameterValueException',
    400,
    /reserved keys/,
  ],
  [
    'garbage',
    { Code: { ZipFile: Buffer.from('x') } },
    'InvalidParameterValueException',
    400,
    /^Could not unzip/,
  ],
  [
    'a traversal',
    { Code: { ZipFile: zipOf(file('../../x')) } },
    'InvalidParameterValueException',
    400,
    /^Could not unzip/,
  ],
  [
    'a missing layer',
    { Layers: [`${arnOf('x').replace('function', 'layer')}:1`] },
    'InvalidParameterValueException',
    400,
    /does not exist/,
  ],
])('%s is refused, and leaves nothing', async (_, changes, code, status, message) => {
  const world = new LambdaWorld();
  await world.call('CreateFunction', newFunction('echo'));
  const before = world.unpacked('functions');
  const name = code === 'ResourceConflictException' ? 'echo' : 'other';
  const error = await world.call('CreateFunction', newFunction(name, changes)).catch((e) => e);
  expect(error).toEqual(refused(code, status));
  expect(error.message).toMatch(message);
  expect(world.unpacked('functions')).toEqual(before);
  expect(world.archives('function')).toBe(1);
  const { Functions } = await world.call('ListFunctions', {});
  expect(Functions).toHaveLength(1);
});

test('what has no effect here is shown again, and told', async () => {
  const world = new LambdaWorld();
  const given = {
    VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
    EphemeralStorage: { Size: 1024 },
    DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:000000000000:q' },
    LoggingConfig: { LogFormat: 'JSON', LogGroup: 'mine' },
    Layers: ['arn:aws:lambda:us-east-1:017000801446:layer:Powertools:4'],
  };
  const made = await world.call('CreateFunction', newFunction('echo', given));
  expect(made).toMatchObject({ ...given, Layers: [{ Arn: given.Layers[0] }] });
  expect(world.warnings.map((text) => text.split(/ has no| is not/)[0])).toEqual([
    'echo: EphemeralStorage',
    'echo: DeadLetterConfig',
    'echo: VpcConfig',
    'echo: LoggingConfig.LogFormat',
    `echo: the layer ${given.Layers[0]}`,
  ]);
});

test('what breaks an element of a list is told as Lambda tells it', async () => {
  const given = newFunction('echo', { Architectures: ['sparc'] });
  await expect(new LambdaWorld().call('CreateFunction', given)).rejects.toThrow(
    "Value '[sparc]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: " +
      '[Member must satisfy enum value set: [x86_64, arm64], Member must not be null]',
  );
});
