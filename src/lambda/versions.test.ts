import { expect, test } from 'vitest';
import { nodeFunction, scope, World } from './functions.suite.ts';
import type { KnownFunction } from './known-function.ts';

const refused = (code: string) => expect.objectContaining({ code });

const ALIAS = { name: 'live', functionVersion: '1', description: '', revisionId: 'r' };

/** A function of two published versions and an alias. */
function twoVersions(): KnownFunction {
  const handler = 'describes-its-world.handler';
  const definition = (version: string) =>
    nodeFunction('f', { handler, version, environment: { COLOR: `of ${version}` } });
  return {
    scope,
    functionName: 'f',
    origin: 'api',
    latest: definition('$LATEST'),
    revisionId: 'r',
    versions: [definition('1'), definition('2')],
    lastVersion: 2,
    aliases: [ALIAS],
    tags: {},
    policies: {},
    eventInvokeConfigs: {},
  };
}

test.each([
  ['f', '$LATEST'],
  ['f:$LATEST', '$LATEST'],
  ['f:1', '1'],
  ['f:2', '2'],
  ['f:live', '1'],
])('%s runs version %s, which its log and its environment name', async (name, version) => {
  const world = new World();
  void world.functions.set(twoVersions());
  const { json, log, executedVersion } = await world.invoke(name);
  expect(executedVersion).toBe(version);
  expect(log[0]).toBe(`START RequestId: <id> Version: ${version}`);
  expect(json.env).toMatchObject({
    COLOR: `of ${version}`,
    AWS_LAMBDA_FUNCTION_VERSION: version,
    AWS_LAMBDA_LOG_STREAM_NAME: expect.stringContaining(`/[${version}]`),
  });
  expect(json.context.functionVersion).toBe(version);
});

test('a version that is not there is told with its ARN', async () => {
  const world = new World();
  void world.functions.set(twoVersions());
  await expect(world.invoke('f:3')).rejects.toEqual(refused('ResourceNotFoundException'));
  await expect(world.invoke('f:other')).rejects.toMatchObject({
    message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:f:other',
  });
});

test('an alias of two versions invokes them by weight', async () => {
  const world = new World();
  const additionalVersion = { version: '2', weight: 0.5 };
  void world.functions.set({ ...twoVersions(), aliases: [{ ...ALIAS, additionalVersion }] });
  const seen = new Set<string>();
  const both = async () => {
    seen.add((await world.invoke('f:live', 0, { wantLogTail: false })).executedVersion);
    return [...seen].sort();
  };
  await expect.poll(both, { interval: 0, timeout: 10_000 }).toEqual(['1', '2']);
});

test('what did not change keeps its sandboxes', async () => {
  const world = new World();
  const before = twoVersions();
  void world.functions.set(before);
  const pidOf = async (name: string) => (await world.invoke(name)).json.pid;
  const [latest, published] = [await pidOf('f'), await pidOf('f:1')];
  await world.functions.set({ ...before, latest: { ...before.latest }, reservedConcurrency: 5 });
  expect(await pidOf('f')).not.toBe(latest);
  expect(await pidOf('f:1')).toBe(published);
});

test('a reservation counts what was running before it', async () => {
  const world = new World();
  const before = { ...twoVersions(), latest: nodeFunction('waits-for-a-file') };
  void world.functions.set({ ...before, functionName: 'f' });
  const running = world.invoke('f', { file: '/nowhere' }, { wantLogTail: false });
  await expect.poll(() => world.output).toEqual([expect.stringMatching(/waiting$/)]);
  void world.functions.set({ ...before, reservedConcurrency: 1 });
  await expect(world.invoke('f:1')).rejects.toEqual(refused('TooManyRequestsException'));
  void world.functions.set({ ...before, reservedConcurrency: 2 });
  await world.invoke('f:1');
  await Promise.all([running, world.functions.close()]).catch(() => {});
});
