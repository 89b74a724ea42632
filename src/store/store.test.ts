import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LmdbStore } from './lmdb-store.ts';
import { MemoryStore } from './memory-store.ts';
import { sortKey } from './sort-key.ts';
import { describeStore } from './store.suite.ts';

const newFolder = () => mkdtempSync(join(tmpdir(), 'sluicebox-store-'));

describeStore('MemoryStore', () => {
  const store = new MemoryStore();
  return { store, dispose: () => store.close() };
});

describeStore('LmdbStore', () => {
  const folder = newFolder();
  const store = new LmdbStore(folder);
  const dispose = async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  };
  return { store, dispose };
});

describe('a store on disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = newFolder();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('still holds everything when it is opened again', async () => {
    const first = new LmdbStore(folder);
    await first.transact((transaction) => transaction.put(['a', 1], { kept: true }));
    await first.close();
    const second = new LmdbStore(folder);
    expect(second.get(['a', 1])).toEqual({ kept: true });
    await second.close();
  });

  test('belongs to one process, and says who has it', async () => {
    const store = new LmdbStore(folder);
    expect(() => new LmdbStore(folder)).toThrow(`in use by process ${process.pid}`);
    await store.close();
    await new LmdbStore(folder).close();
  });

  test('is taken over from a process that is gone', async () => {
    const gone = spawnSync(process.execPath, ['-p', 'process.pid']).stdout.toString().trim();
    writeFileSync(join(folder, 'owner.json'), JSON.stringify({ pid: Number(gone), started: '1' }));
    await new LmdbStore(folder).close();
  });

  test.skipIf(!existsSync('/proc/self/stat'))(
    'is taken over when the number of its process was given to another',
    async () => {
      const owner = { pid: process.pid, started: 'another start' };
      writeFileSync(join(folder, 'owner.json'), JSON.stringify(owner));
      await new LmdbStore(folder).close();
    },
  );

  test('of a foreign format is refused and left as it was', async () => {
    const path = join(folder, 'store.mdb');
    const newer = open({ path, noSubdir: true, encoding: 'msgpack' });
    await newer.put(['meta', 'format'], 99);
    await newer.close();
    expect(() => new LmdbStore(folder)).toThrow('has format 99');
    const again = open({ path, noSubdir: true, encoding: 'msgpack' });
    expect(again.get(['meta', 'format'])).toBe(99);
    await again.close();
  });
});

test.each([[-1], [1.5], [2 ** 53]])('%d is no number for a key', (number) => {
  expect(() => sortKey(['a', number])).toThrow('safe integer');
});
