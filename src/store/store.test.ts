import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from './durable-store.suite.ts';
import { decodeValue, type EncodedValue, encodeValue } from './encoded-value.ts';
import { putIntoTree } from './left-folder.suite.ts';
import { openLmdb } from './lmdb.ts';
import { MemoryStore } from './memory-store.ts';
import { packSlot, unpackSlot } from './slot.ts';
import { sortKey } from './sort-key.ts';
import { describeStore } from './store.suite.ts';

const pidOfEndedProcess = () =>
  spawnSync(process.execPath, ['-p', 'process.pid']).stdout.toString().trim();
const newFolder = () => mkdtempSync(join(tmpdir(), 'sluicebox-store-'));

describeStore('MemoryStore', () => {
  const store = new MemoryStore();
  return { store, dispose: () => store.close() };
});

for (const [name, options] of [
  ['DurableStore', {}],
  ['DurableStore that reads what it wrote from the tree', { changesToSettle: 1 }],
] as const) {
  describeStore(name, () => {
    const folder = newFolder();
    const store = openStore(folder, options);
    const dispose = async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    };
    return { store, dispose };
  });
}

describe('a store on disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = newFolder();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('still holds everything when it is opened again', async () => {
    const first = openStore(folder);
    await first.transact((transaction) => transaction.put(['a', 1], { kept: true }));
    await first.close();
    const second = openStore(folder);
    expect(second.get(['a', 1])).toEqual({ kept: true });
    await second.close();
  });

  test('belongs to one process, and says who has it', async () => {
    const store = openStore(folder);
    expect(() => openStore(folder)).toThrow(`in use by process ${process.pid}`);
    await store.close();
    await openStore(folder).close();
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
    await openStore(folder).close();
  });

  test.each([
    ['random bytes', Buffer.alloc(20_000, 'x')],
    ['the beginning of something', Buffer.from('x')],
  ])('that is a file of %s is refused and left as it was', (_, bytes) => {
    const path = join(folder, 'store.mdb');
    writeFileSync(path, bytes);
    expect(() => openStore(folder)).toThrow('is not a store of Sluicebox');
    expect(readFileSync(path)).toEqual(bytes);
  });

  test('of a foreign format is refused and left as it was', async () => {
    await putFormat(folder, 99);
    expect(() => openStore(folder)).toThrow('has format 99');
    const again = openLmdb(join(folder, 'store.mdb'));
    expect([...again.getKeys()]).toEqual([Buffer.from(FORMAT_NAME, 'latin1')]);
    await again.close();
  });

  test('of the format before this one is read, and from then on of this one', async () => {
    await openStore(folder).close();
    const now = await formatOf(folder);
    await putFormat(folder, 2);
    await openStore(folder).close();
    expect(await formatOf(folder)).toBe(now);
  });

  test('of something else is refused and left as it was', async () => {
    const path = join(folder, 'store.mdb');
    const other = open({ path, noSubdir: true });
    await other.put('something', 'else');
    await other.close();
    expect(() => openStore(folder)).toThrow('has format unknown');
    const again = open({ path, noSubdir: true });
    expect([...again.getKeys()]).toEqual(['something']);
    await again.close();
  });
});

const FORMAT_NAME = sortKey(['meta', 'format']);
const FORMAT_KEY = Buffer.from(FORMAT_NAME, 'latin1');

const putFormat = (folder: string, format: number) =>
  putIntoTree(folder, FORMAT_NAME, packSlot(FORMAT_KEY, encodeValue(format)));

async function formatOf(folder: string): Promise<unknown> {
  const tree = openLmdb(join(folder, 'store.mdb'));
  const slot = unpackSlot(FORMAT_KEY, tree.get(FORMAT_KEY) as Buffer);
  await tree.close();
  return decodeValue(slot as EncodedValue);
}

test('a range may begin and end at keys that are too long to be kept', async () => {
  const folder = newFolder();
  const store = openStore(folder, { changesToSettle: 1 });
  await store.transact((transaction) => {
    for (const name of ['x', 'x'.repeat(1500), 'y']) transaction.put(['a', name], 1);
  });
  await expect(
    store.transact((transaction) => transaction.put(['a', 'x'.repeat(2000)], 1)),
  ).rejects.toThrow('must not be longer');
  const long = ['a', 'x'.repeat(5000)];
  const names = (bounds: object) =>
    Array.from(store.range({ prefix: ['a'], ...bounds }), ({ key }) => String(key[1]).length);
  expect(store.get(long)).toBeUndefined();
  expect(names({ from: long })).toEqual([1]);
  expect(names({ to: long, reverse: true })).toEqual([1500, 1]);
  await store.close();
  expect(() => names({ from: long })).toThrow('closed');
  const again = openStore(folder);
  expect([...again.range({ prefix: ['a'], from: long })]).toHaveLength(1);
  await again.close();
  rmSync(folder, { recursive: true });
});

test.each([[-1], [1.5], [2 ** 53]])('%d is no number for a key', (number) => {
  expect(() => sortKey(['a', number])).toThrow('safe integer');
});
