import type * as fs from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { openStore } from './durable-store.suite.ts';
import { copyOf, leaveToTheDead } from './left-folder.suite.ts';

/** The syncs that were asked for, each to be finished by the test. */
const disk = vi.hoisted(() => ({
  waiting: [] as ((error?: Error) => void)[],
  isHeld: false,
  /** Has room for the first of what is written at once, and no way to take it back. */
  failsHalfway: false,
}));

vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  const fdatasync = (file: number, done: (error: Error | null) => void) => {
    if (!disk.isHeld) return real.fdatasync(file, done);
    disk.waiting.push((error) => (error ? done(error) : real.fdatasync(file, done)));
  };
  const writevSync: typeof fs.writevSync = (file, buffers, position) => {
    if (!disk.failsHalfway) return real.writevSync(file, buffers, position);
    if (buffers.length < 2) throw new Error('EIO: i/o error, write');
    return real.writevSync(file, buffers.slice(0, 1), position);
  };
  const ftruncateSync: typeof fs.ftruncateSync = (file, length) => {
    if (disk.failsHalfway) throw new Error('EIO: i/o error, ftruncate');
    real.ftruncateSync(file, length);
  };
  return { ...real, fdatasync, writevSync, ftruncateSync };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluicebox-durability-'));
  disk.isHeld = true;
});
afterEach(() => rmSync(folder, { recursive: true }));

const release = (error?: Error) => {
  for (const finish of disk.waiting.splice(0)) finish(error);
};
const turn = () => new Promise((resolve) => setImmediate(resolve));
const put = (store: ReturnType<typeof openStore>, name: string) =>
  store.transact((transaction) => transaction.put([name], name));

test('at level disk a write is acknowledged when it is synced, and many share one sync', async () => {
  const store = openStore(folder, { durability: 'disk' });
  const acknowledged: string[] = [];
  const all = ['a', 'b', 'c'].map((name) => put(store, name).then(() => acknowledged.push(name)));
  expect(store.get(['c'])).toBe('c');
  await turn();
  expect(disk.waiting).toHaveLength(1);
  expect(acknowledged).toEqual([]);
  all.push(put(store, 'd').then(() => acknowledged.push('d')));
  release();
  await Promise.all(all.slice(0, 3));
  // What was written while the first sync was under way may not be in it.
  expect(acknowledged).toEqual(['a', 'b', 'c']);
  await vi.waitFor(() => expect(disk.waiting).toHaveLength(1));
  release();
  await all[3];
  disk.isHeld = false;
  await store.close();
});

test('at level process a write is acknowledged at once, and synced within a second', async () => {
  const clock = new ManualClock();
  const store = openStore(folder, { durability: 'process', clock });
  await put(store, 'a');
  clock.advance(999);
  await turn();
  expect(disk.waiting).toEqual([]);
  clock.advance(1);
  await turn();
  expect(disk.waiting).toHaveLength(1);
  disk.isHeld = false;
  release();
  await store.close();
});

test('once the disk has failed, nothing more is acknowledged', async () => {
  const store = openStore(folder, { durability: 'disk', onProblem: () => {} });
  const lost = put(store, 'a');
  await turn();
  release(new Error('EIO: i/o error'));
  await expect(lost).rejects.toThrow('The disk did not take what was written: EIO: i/o error');
  await expect(put(store, 'b')).rejects.toThrow('The disk did not take what was written');
  disk.isHeld = false;
  await store.close();
});

test('what a killed process wrote is synced before the tree relies on it', async () => {
  const clock = new ManualClock();
  const store = openStore(folder, { clock });
  await put(store, 'a');
  const left = copyOf(folder);
  disk.isHeld = false;
  await store.close();
  await leaveToTheDead(left);
  disk.isHeld = true;
  const next = openStore(left, { clock });
  await turn();
  expect(disk.waiting).toHaveLength(1);
  disk.isHeld = false;
  release();
  await next.close();
  rmSync(left, { recursive: true });
});

test('behind half a commit that cannot be taken back nothing more is written', async () => {
  const clock = new ManualClock();
  disk.isHeld = false;
  const store = openStore(folder, { clock });
  await put(store, 'a');
  disk.failsHalfway = true;
  await expect(put(store, 'b')).rejects.toThrow('Half of a commit stands at the end of');
  disk.failsHalfway = false;
  await expect(put(store, 'c')).rejects.toThrow('Half of a commit stands at the end of');
  expect(store.get(['b'])).toBeUndefined();
  const left = copyOf(folder);
  await leaveToTheDead(left);
  const next = openStore(left, { clock });
  expect([...next.range({ prefix: ['a'] })]).toHaveLength(1);
  expect(next.get(['b'])).toBeUndefined();
  await next.close();
  rmSync(left, { recursive: true });
});
