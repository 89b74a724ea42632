import { mkdirSync, writeFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { arnOf, LambdaWorld, newFunction, refused, zipAnswering } from './control-plane.suite.ts';

let world: LambdaWorld;
beforeEach(async () => {
  world = new LambdaWorld();
  await world.call('CreateFunction', newFunction('f', { Code: { ZipFile: zipAnswering('1') } }));
});

const updateCode = (expression: string, more: object = {}) =>
  world.call('UpdateFunctionCode', {
    FunctionName: 'f',
    ZipFile: zipAnswering(expression),
    ...more,
  });

test('other code runs from the next invocation on, and the old is gone', async () => {
  expect(await world.answer('f')).toMatchObject({ json: 1 });
  const before = world.unpacked('functions');
  world.clock.advance(1000);
  const updated = await updateCode('2');
  expect(updated).toMatchObject({
    ...{ State: 'Active', LastUpdateStatus: 'InProgress', LastUpdateStatusReasonCode: 'Creating' },
    LastModified: '2026-01-31T12:00:01.000+0000',
  });
  expect(await world.answer('f')).toMatchObject({ json: 2 });
  expect(world.archives('function')).toBe(1);
  await expect.poll(() => world.unpacked('functions')).toHaveLength(1);
  expect(world.unpacked('functions')).not.toEqual(before);
});

test('code that cannot be unpacked leaves the old in place', async () => {
  const broken = updateCode('2', { ZipFile: Buffer.from('x') });
  await expect(broken).rejects.toEqual(refused('InvalidParameterValueException'));
  expect(await world.answer('f')).toMatchObject({ json: 1 });
});

test('a dry run changes nothing', async () => {
  const answered = await updateCode('2', { DryRun: true });
  const { CodeSha256 } = await world.call('GetFunctionConfiguration', { FunctionName: 'f' });
  expect(answered.CodeSha256).not.toBe(CodeSha256);
  expect(await world.answer('f')).toMatchObject({ json: 1 });
  expect(world.unpacked('functions')).toHaveLength(1);
});

test('a configuration is changed where something is given, and stays elsewhere', async () => {
  const change = (more: object) =>
    world.call('UpdateFunctionConfiguration', { FunctionName: 'f', ...more });
  await change({ Environment: { Variables: { COLOR: 'red' } }, Timeout: 5 });
  const ZipFile = zipAnswering('process.env.COLOR');
  await world.call('UpdateFunctionCode', { FunctionName: 'f', ZipFile });
  expect(await world.answer('f')).toMatchObject({ json: 'red' });
  const changed = await change({ Description: 'd' });
  expect(changed).toMatchObject({ Description: 'd', Timeout: 5 });
  await change({ Environment: {} });
  const shown = await world.call('GetFunctionConfiguration', { FunctionName: 'f' });
  expect(shown).not.toHaveProperty('Environment');
  await expect(change({ Runtime: 'java21' })).rejects.toEqual(
    refused('InvalidParameterValueException'),
  );
});

test('a change that was meant for another revision is refused', async () => {
  const { RevisionId } = await world.call('GetFunctionConfiguration', { FunctionName: 'f' });
  await updateCode('2', { RevisionId });
  const stale = refused('PreconditionFailedException', 412);
  await expect(updateCode('3', { RevisionId })).rejects.toEqual(stale);
  const configured = world.call('UpdateFunctionConfiguration', { FunctionName: 'f', RevisionId });
  await expect(configured).rejects.toEqual(stale);
  const published = world.call('PublishVersion', { FunctionName: 'f', RevisionId });
  await expect(published).rejects.toEqual(stale);
  expect(await world.answer('f')).toMatchObject({ json: 2 });
});

test('a function that was deleted is gone with its archive, and stays away', async () => {
  await world.answer('f');
  await world.call('DeleteFunction', { FunctionName: 'f' });
  const gone = refused('ResourceNotFoundException', 404);
  await expect(world.answer('f')).rejects.toEqual(gone);
  expect(world.archives('function')).toBe(0);
  await expect.poll(() => world.unpacked('functions')).toEqual([]);
  await world.restart();
  await expect(world.call('GetFunction', { FunctionName: 'f' })).rejects.toEqual(gone);
  await expect(world.call('DeleteFunction', { FunctionName: 'f' })).rejects.toMatchObject({
    message: `Function not found: ${arnOf('f')}`,
  });
});

test('two functions of one archive share it, and each keeps it', async () => {
  await world.call('CreateFunction', newFunction('g', { Code: { ZipFile: zipAnswering('1') } }));
  expect(world.archives('function')).toBe(1);
  await world.call('DeleteFunction', { FunctionName: 'f' });
  expect(await world.answer('g')).toMatchObject({ json: 1 });
});

test('what an earlier start unpacked is not trusted, but unpacked again', async () => {
  await world.answer('f');
  const [unpacked] = world.unpacked('functions');
  const left = `${world.directory}/functions/${unpacked}/index.js`;
  await world.restart(() => {
    writeFileSync(left, '');
    mkdirSync(`${world.directory}/functions/${'0'.repeat(64)}.abc.part`);
  });
  expect(await world.answer('f')).toMatchObject({ json: 1 });
  expect(world.unpacked('functions')).toEqual([unpacked]);
});

test('changes at the same time are carried out one after the other', async () => {
  const answers = await Promise.all([
    ...['2', '3', '4'].map((expression) => updateCode(expression, { Publish: true })),
    world.call('PublishVersion', { FunctionName: 'f' }),
  ]);
  expect(answers.map(({ Version }) => Version)).toEqual(['1', '2', '3', '3']);
  expect(await world.answer('f:2')).toEqual({ version: '2', json: 3 });
});
