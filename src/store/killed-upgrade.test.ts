import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { open } from 'lmdb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sleep } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import { builtProgram } from './built-program.suite.ts';
import { openStore } from './durable-store.suite.ts';

const ENTRIES = 20_000;
const KILLS = 8;

let world: string;
let program: string;
beforeAll(async () => {
  world = mkdtempSync(join(tmpdir(), 'sluicebox-upgrade-'));
  program = await builtProgram(new URL('killed-opener.suite.ts', import.meta.url));
  const tree = open({ path: join(world, 'old.mdb'), noSubdir: true, encoding: 'msgpack' });
  await tree.batch(() => {
    void tree.put(['meta', 'format'], 1);
    for (let number = 0; number < ENTRIES; number++)
      void tree.put(['a', number], contentOf(number));
  });
  await tree.close();
}, 60_000);
afterAll(() => {
  for (const path of [world, dirname(program)]) rmSync(path, { recursive: true, force: true });
});

const contentOf = (number: number) => ({ number, text: 'x'.repeat(number % 700) });

/** A folder of format 1. */
function folderOf(name: string): string {
  const folder = join(world, name);
  cpSync(join(world, 'old.mdb'), join(folder, 'store.mdb'));
  return folder;
}

/** Resolves when a process says so. */
async function saying(opener: ChildProcess, word: string): Promise<void> {
  for (let said = ''; !said.includes(word); ) {
    const [text] = await once(opener.stdout!, 'data');
    said += text;
  }
}

/** Opens a folder in a process that is killed `afterMs` behind its beginning, or when it is done. */
async function openUntilKilled(folder: string, afterMs?: number): Promise<number> {
  const opener = spawn(process.execPath, [program, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const done = saying(opener, 'done');
  await saying(opener, 'begins');
  const begunMs = systemClock.now();
  await Promise.race([done, ...(afterMs === undefined ? [] : [sleep(systemClock, afterMs)])]);
  const tookMs = systemClock.now() - begunMs;
  opener.kill('SIGKILL');
  await once(opener, 'close');
  return tookMs;
}

test('a folder of format 1 whose upgrade is killed, again and again, loses nothing', async () => {
  const wholeMs = await openUntilKilled(folderOf('whole'));
  const folder = folderOf('killed');
  for (let kill = 0; kill < KILLS; kill++) await openUntilKilled(folder, (wholeMs * kill) / KILLS);
  const store = openStore(folder);
  let count = 0;
  for (const { key, value } of store.range({ prefix: ['a'] })) {
    expect([key, value]).toEqual([['a', count], contentOf(count)]);
    count++;
  }
  expect(count).toBe(ENTRIES);
  await store.close();
}, 60_000);
