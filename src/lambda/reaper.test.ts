import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { isAlive } from './functions.suite.ts';
import { Reaper } from './reaper.ts';

function sleeper(): number {
  return spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' }).pid!;
}

test('kills the groups that it still watches when its owner is gone, and no others', async () => {
  const reaper = new Reaper();
  const [first, second, third] = [sleeper(), sleeper(), sleeper()];
  for (const group of [first, second, third]) reaper.watch(group);
  reaper.forget(second);
  reaper.close();
  await expect.poll(() => [first, third].filter(isAlive)).toEqual([]);
  expect(isAlive(second)).toBe(true);
  process.kill(second, 'SIGKILL');
});

test('kills them when its owner is killed outright', async () => {
  const { outputFiles } = await build({
    stdin: { contents: OWNER, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
  });
  const script = outputFiles[0]!.text;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(owner.stdout, 'data');
  const pid = Number(line);
  expect(isAlive(pid)).toBe(true);
  owner.kill('SIGKILL');
  await expect.poll(() => isAlive(pid)).toBe(false);
});

/** A program with a reaper, to be killed. */
const OWNER = `
import { spawn } from 'node:child_process';
import { Reaper } from './reaper.ts';
const { pid } = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
new Reaper().watch(pid);
console.log(pid);
setInterval(() => {}, 1_000_000);
`;
