import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type * as lmdb from './lmdb.ts';
import { SettledTree } from './settled-tree.ts';

/** As when LMDB has committed, and the disk then does not take it. */
const disk = vi.hoisted(() => ({ fails: false }));

vi.mock('./lmdb.ts', async (original) => {
  const real = await original<typeof lmdb>();
  const openLmdb = (path: string) => {
    const tree = real.openLmdb(path);
    const batch = tree.batch.bind(tree);
    tree.batch = async (write) => {
      const isCommitted = await batch(write);
      if (disk.fails) throw new Error('EIO: i/o error');
      return isCommitted;
    };
    return tree;
  };
  return { ...real, openLmdb };
});

test('what is taken over again, after the disk has failed at it, is counted once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluicebox-tree-'));
  const tree = new SettledTree(folder);
  const settle = (segment: number) => {
    const place = { segment, offset: 100, length: 1000, crc: 0 };
    return tree.settle([['name', { form: 0, place }]], { segment, offset: 2000, number: 1 });
  };
  await settle(1);
  disk.fails = true;
  await expect(settle(2)).rejects.toThrow('EIO');
  // The segment is kept until it is certain that it is not needed.
  expect([...tree.progress.liveBytes]).toEqual([[1, 1000]]);
  disk.fails = false;
  await settle(2);
  expect([...tree.progress.liveBytes]).toEqual([[2, 1000]]);
  await tree.close();
  rmSync(folder, { recursive: true });
});
