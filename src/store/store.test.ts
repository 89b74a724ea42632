import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LmdbStore } from './lmdb-store.ts';
import { MemoryStore } from './memory-store.ts';
import { sortKey } from './sort-key.ts';
import { describeStore } from './store.suite.ts';

const pidOfEndedProcess = () =>
  spawnSync(process.execPath, ['-p', 'process.pid']).stdout.toString().trim();
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

  test.each([
    ['is gone', () => ({ pid: Number(pidOfEndedProcess()), started: '1' })],
    ['had the number that another has now', () => ({ pid: process.pid, started: 'earlier' })],
  ])('is taken over from a process that %s', async (_, owner) => {
    const path = join(folder, 'store.mdb');
    const left = open({ path, noSubdir: true, encoding: 'msgpack' });
    await left.put(['meta', 'format'], 1);
    await left.put(['meta', 'owner'], owner());
    await left.close();
    await new LmdbStore(folder).close();
  });

  test.each([
    ['random bytes', Buffer.alloc(20_000, 'x')],
    ['the beginning of something', Buffer.from('x')],
  ])('that is a file of %s is refused and left as it was', (_, bytes) => {
    const path = join(folder, 'store.mdb');
    writeFileSync(path, bytes);
    expect(() => new LmdbStore(folder)).toThrow('is not a store of Sluicebox');
    expect(readFileSync(path)).toEqual(bytes);
  });

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
