import { beforeEach, expect, test } from 'vitest';
import { file, zipOf } from '../../lambda/packages/zip.suite.ts';
import { LambdaWorld, newFunction, refused, zipAnswering } from './control-plane.suite.ts';

let world: LambdaWorld;
const call: LambdaWorld['call'] = (...of) => world.call(...of);
beforeEach(() => {
  world = new LambdaWorld();
});

const ARN = 'arn:aws:lambda:us-east-1:000000000000:layer:colours';
const layerOf = (colour: string, name = 'colour') =>
  zipOf(
    file(`nodejs/node_modules/${name}/index.js`, `module.exports = '${colour}';`),
    file(`python/${name}.py`, `value = '${colour}'`),
  );
const publish = (colour: string, more: object = {}) =>
  call('PublishLayerVersion', {
    LayerName: 'colours',
    Content: { ZipFile: layerOf(colour) },
    CompatibleRuntimes: ['nodejs22.x'],
    ...more,
  });
const usesLayers = (Layers: string[]) =>
  newFunction('f', { Layers, Code: { ZipFile: zipAnswering("require('colour')") } });

test('a version is published, and given back', async () => {
  const published = await publish('red', { Description: 'd', LicenseInfo: 'MIT' });
  expect(published).toEqual({
    ...{ LayerArn: ARN, LayerVersionArn: `${ARN}:1`, Version: 1, Description: 'd' },
    ...{ CreatedDate: '2026-01-31T12:00:00.000+0000', LicenseInfo: 'MIT' },
    CompatibleRuntimes: ['nodejs22.x'],
    Content: {
      Location: expect.stringMatching(/\/_sluicebox\/lambda\/layers\/\w{64}$/),
      CodeSha256: expect.stringMatching(/=$/),
      CodeSize: layerOf('red').length,
    },
  });
  const get = (LayerName: string, VersionNumber: number) =>
    call('GetLayerVersion', { LayerName, VersionNumber });
  await world.restart();
  expect(await get('colours', 1)).toEqual(published);
  expect(await get(ARN, 1)).toEqual(published);
  await expect(get('colours', 2)).rejects.toEqual(refused('ResourceNotFoundException', 404));
});

test('layers and their versions are listed, the newest first', async () => {
  await publish('red');
  await publish('blue', { CompatibleRuntimes: ['python3.12'] });
  const versions = async (more: object = {}) =>
    (await call('ListLayerVersions', { LayerName: 'colours', ...more })).LayerVersions.map(
      ({ Version }: { Version: number }) => Version,
    );
  expect(await versions()).toEqual([2, 1]);
  expect(await versions({ CompatibleRuntime: 'nodejs22.x' })).toEqual([1]);
  const { NextMarker } = await call('ListLayerVersions', { LayerName: 'colours', MaxItems: 1 });
  expect(await versions({ Marker: NextMarker })).toEqual([1]);
  const { Layers } = await call('ListLayers', { CompatibleRuntime: 'nodejs22.x' });
  expect(Layers).toEqual([
    {
      ...{ LayerName: 'colours', LayerArn: ARN },
      LatestMatchingVersion: expect.objectContaining({ Version: 1 }),
    },
  ]);
});

test('a function finds what its layers hold, the last of them first', async () => {
  await publish('red');
  await publish('blue', { LayerName: 'others' });
  const other = `${ARN.replace('colours', 'others')}:1`;
  const made = await call('CreateFunction', usesLayers([`${ARN}:1`, other]));
  expect(made.Layers).toEqual([
    { Arn: `${ARN}:1`, CodeSize: layerOf('red').length },
    { Arn: other, CodeSize: layerOf('blue').length },
  ]);
  expect(await world.answer('f')).toMatchObject({ json: 'blue' });
  await call('UpdateFunctionConfiguration', { FunctionName: 'f', Layers: [`${ARN}:1`] });
  expect(await world.answer('f')).toMatchObject({ json: 'red' });
  await call('UpdateFunctionConfiguration', { FunctionName: 'f', Layers: [] });
  const shown = await call('GetFunctionConfiguration', { FunctionName: 'f' });
  expect(shown).not.toHaveProperty('Layers');
});

test('Python finds them too', async () => {
  await publish('red');
  const code = 'import colour\ndef handler(event, context):\n  return colour.value\n';
  const python = { Runtime: 'python3.12', Code: { ZipFile: zipOf(file('index.py', code)) } };
  await call('CreateFunction', { ...usesLayers([`${ARN}:1`]), ...python });
  expect(await world.answer('f')).toMatchObject({ json: 'red' });
});

test('a function keeps a version that was deleted, whose number is not given again', async () => {
  await publish('red');
  await call('CreateFunction', usesLayers([`${ARN}:1`]));
  await call('DeleteLayerVersion', { LayerName: 'colours', VersionNumber: 1 });
  await call('DeleteLayerVersion', { LayerName: 'colours', VersionNumber: 1 });
  expect((await call('ListLayers', {})).Layers).toEqual([]);
  await world.restart();
  expect(await world.answer('f')).toMatchObject({ json: 'red' });
  expect((await publish('blue')).Version).toBe(2);
  await call('DeleteFunction', { FunctionName: 'f' });
  await world.restart();
  expect(world.archives('layer')).toBe(1);
});

test.each([
  ['six layers', Array.from({ length: 6 }, (_, n) => `${ARN}${n}:1`), /more than 5 layers/],
  ['two versions of one', [`${ARN}:1`, `${ARN}:2`], /^Two different versions of the same layer/],
  ['one that is not there', [`${ARN}:3`], /:colours:3 does not exist\.$/],
  [
    'one of another region',
    [`${ARN.replace('us-east-1', 'eu-west-1')}:1`],
    /expected to be in region us-east-1/,
  ],
])('a function with %s is refused', async (_, arns, message) => {
  await publish('red');
  await publish('blue');
  await expect(call('CreateFunction', usesLayers(arns))).rejects.toMatchObject({
    code: 'InvalidParameterValueException',
    message: expect.stringMatching(message),
  });
});

test('a function is not made of a layer that is deleted at the same time', async () => {
  await publish('red');
  const layer = { LayerName: 'colours', VersionNumber: 1 };
  const [made] = await Promise.allSettled([
    call('CreateFunction', usesLayers([`${ARN}:1`])),
    call('DeleteLayerVersion', layer),
  ]);
  // Its code was still being unpacked.
  expect(made).toMatchObject({
    reason: {
      code: 'InvalidParameterValueException',
      message: expect.stringContaining('colours:1 does not exist'),
    },
  });
});

test('of a version that is deleted and that nobody has, nothing stays unpacked', async () => {
  await publish('red');
  expect(world.unpacked('layers')).toHaveLength(1);
  await call('DeleteLayerVersion', { LayerName: 'colours', VersionNumber: 1 });
  expect(world.unpacked('layers')).toEqual([]);
});
