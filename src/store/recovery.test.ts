import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from './durable-store.suite.ts';
import type { DurableStore } from './durable-store.ts';
import { encodeFrame } from './frame.ts';
import { Journal } from './journal.ts';
import {
  copyOf,
  leaveToTheDead,
  losePower,
  ownerOf,
  putIntoTree,
  segmentsOf,
} from './left-folder.suite.ts';
import { sortKey } from './sort-key.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluicebox-recovery-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (store: DurableStore, number: number) =>
  store.transact((transaction) => transaction.put(['a', number], Buffer.alloc(2000, number)));
const numbers = (store: DurableStore) =>
  [...store.range<Buffer>({ prefix: ['a'] })].map(({ key, value }) => {
    expect(value).toEqual(Buffer.alloc(2000, key[1] as number));
    return key[1];
  });

/** Leaves a folder with twelve commits, three to a segment, as a process does that is killed. */
async function leave(): Promise<string[]> {
  const store = openStore(folder, { segmentBytes: 5000 });
  for (let number = 1; number <= 12; number++) await put(store, number);
  const copy = copyOf(folder);
  await store.close();
  rmSync(folder, { recursive: true });
  folder = copy;
  const segments = segmentsOf(folder);
  expect(segments).toHaveLength(4);
  return segments;
}

/** What can become of the second of four segments. */
const losses: [string, (path: string) => void][] = [
  ['is missing', (path) => rmSync(path)],
  ['is empty', (path) => truncateSync(path, 0)],
  ['has no commit', (path) => truncateSync(path, 8)],
  ['is not as it was at its beginning', (path) => writeFileSync(path, Buffer.alloc(6000))],
  ['ends before its last commit', (path) => truncateSync(path, 8 + 2 * firstFrameBytes(path))],
];
const firstFrameBytes = (path: string) => {
  const head = readFileSync(path).subarray(8);
  return 20 + head.readUInt32BE(0) + head.readUInt32BE(4);
};

describe('a journal of which a segment', () => {
  test.each(losses)('%s is refused after a kill', async (_, lose) => {
    const [, second = ''] = await leave();
    lose(second);
    await leaveToTheDead(folder);
    const files = readdirSync(folder);
    expect(() => openStore(folder)).toThrow(/is damaged: it/);
    expect(readdirSync(folder)).toEqual(files);
  });

  test.each(losses)('%s ends there after a power cut, which is said', async (_, lose) => {
    const [, second = ''] = await leave();
    lose(second);
    await losePower(folder);
    const said: string[] = [];
    const store = openStore(folder, { onProblem: (message) => said.push(message) });
    const kept = numbers(store);
    expect(kept).toEqual(Array.from(kept, (_number, index) => index + 1));
    expect(kept.length).toBeGreaterThanOrEqual(3);
    expect(kept.length).toBeLessThan(6);
    expect(said).toEqual([expect.stringMatching(/was not closed.*left out \(\d+ bytes\)/)]);
    await put(store, 99);
    await store.close();
    const again = openStore(folder);
    expect(numbers(again)).toEqual([...kept, 99]);
    await again.close();
  });
});

test('a journal that is shorter than what was taken over from it is refused', () => {
  const journal = new Journal(folder, 5000);
  for (const name of ['a', 'b']) journal.append([{ name }]);
  journal.close();
  const replay = (offset: number) =>
    new Journal(folder, 5000).replay(
      { segment: 1, offset, number: 2 },
      { wasPowerCut: true, visit: () => {} },
    );
  expect(replay(journal.end.offset)).toBe(0);
  expect(() => replay(journal.end.offset + 1)).toThrow('is damaged: it has been cut short');
});

test('a journal without its tree is refused when its beginning is gone too', async () => {
  const [first = ''] = await leave();
  rmSync(first);
  rmSync(join(folder, 'store.mdb'));
  expect(() => openStore(folder)).toThrow(/journal-00000001 is damaged: it is missing/);
});

test('the next process knows of a power cut until its traces are worked off', async () => {
  const [, second = ''] = await leave();
  writeFileSync(second, Buffer.alloc(6000));
  await losePower(folder);
  const store = openStore(folder, { onProblem: () => {} });
  const killedAtOnce = copyOf(folder);
  expect(await ownerOf(killedAtOnce)).toMatchObject({ pid: process.pid, boot: 'an earlier one' });
  rmSync(killedAtOnce, { recursive: true });
  await store.close();
  expect(await ownerOf(folder)).toBeUndefined();
});

test('so it does when the folder could not be opened', async () => {
  const [first = ''] = await leave();
  rmSync(first);
  mkdirSync(first);
  await losePower(folder);
  expect(() => openStore(folder, { onProblem: () => {} })).toThrow('EISDIR');
  await expect.poll(async () => (await ownerOf(folder))?.pid).not.toBe(process.pid);
  expect(await ownerOf(folder)).toMatchObject({ boot: 'an earlier one' });
});

test('an entry of the tree that is damaged can be written anew, and keeps nothing back', async () => {
  const store = openStore(folder);
  await put(store, 1);
  await store.close();
  await putIntoTree(folder, sortKey(['a', 1]), Buffer.from('not as it was written'));
  const again = openStore(folder);
  expect(() => again.get(['a', 1])).toThrow('is not as it was written');
  await put(again, 1);
  await put(again, 2);
  await again.close();
  const third = openStore(folder);
  expect(numbers(third)).toEqual([1, 2]);
  await third.close();
});

test('closing twice is closing once, and what is closed answers nothing', async () => {
  const store = openStore(folder);
  await put(store, 1);
  const first = store.close();
  expect(store.close()).toBe(first);
  await first;
  expect(() => store.get(['a', 1])).toThrow('closed');
  expect(() => [...store.range({ prefix: ['a'] })]).toThrow('closed');
});

test.skipIf(process.platform !== 'linux')('many segments need few open files', async () => {
  const openFiles = () => readdirSync('/proc/self/fd').length;
  const before = openFiles();
  const store = openStore(folder, { segmentBytes: 2000 });
  for (let number = 1; number <= 250; number++) await put(store, number);
  await store.close();
  const again = openStore(folder);
  expect(openFiles() - before).toBeLessThan(30);
  expect(numbers(again)).toHaveLength(250);
  expect(openFiles() - before).toBeLessThan(130);
  await put(again, 1);
  await again.close();
  expect(openFiles() - before).toBeLessThan(10);
});

test('what no place can tell is refused before it is written', () => {
  const position = { segment: 1, offset: 0xffff_ff00, number: 0 };
  const value = { form: 0, bytes: Buffer.alloc(1000) } as const;
  expect(() => encodeFrame([{ name: 'a', value }], position)).toThrow('smaller than 4 GiB');
});
