import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type * as lmdb from './lmdb.ts';
import { SettledTree } from './settled-tree.ts';
import { REMOVED, type Removed, type Slot } from './slot.ts';

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

test('what is needed of the journal is counted, whatever names there were before', async () => {
  const change = fc.record({ name: fc.nat(40), isRemoval: fc.boolean() });
  const history = fc.array(fc.array(change, { maxLength: 20 }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const folder = mkdtempSync(join(tmpdir(), 'sluicebox-tree-'));
      const tree = new SettledTree(folder);
      /** The segment that has the value of each name. */
      const model = new Map<string, number>();
      for (const [index, changes] of steps.entries()) {
        const segment = index + 1;
        const slots = new Map<string, Slot | Removed>();
        for (const { name, isRemoval } of changes) {
          const place = { segment, offset: 100, length: 1000, crc: 0 };
          slots.set(String(name).padStart(2, '0'), isRemoval ? REMOVED : { form: 0, place });
        }
        const sorted = [...slots].sort(([one], [other]) => (one < other ? -1 : 1));
        await tree.settle(sorted, { segment, offset: 2000, number: 1 });
        for (const [name, slot] of slots) {
          if (slot) model.set(name, segment);
          else model.delete(name);
        }
        const live = new Map<number, number>();
        for (const segmentOfName of model.values())
          live.set(segmentOfName, (live.get(segmentOfName) ?? 0) + 1000);
        expect(new Map(tree.progress.liveBytes)).toEqual(live);
      }
      await tree.close();
      rmSync(folder, { recursive: true });
    }),
    { numRuns: 50 },
  );
});
