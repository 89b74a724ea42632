import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  change,
  endlessWriter,
  folderOfTrees,
  openTree,
  readByLmdb,
  type TreeChange,
} from './lmdb-file.suite.ts';
import { checkLmdbFile } from './lmdb-file.ts';
import { StoreError } from './store-error.ts';

let folder: ReturnType<typeof folderOfTrees>;
beforeEach(() => {
  folder = folderOfTrees();
});
afterEach(() => folder[Symbol.dispose]());

async function written(name: string, changes: readonly TreeChange[]): Promise<string> {
  const tree = openTree(folder.path(name));
  for (const each of changes) change(tree, each);
  await tree.flushed;
  await tree.close();
  return folder.path(name);
}

/** What the check says about a file, or undefined when it says nothing. */
function saidOf(path: string): StoreError | undefined {
  try {
    checkLmdbFile(path);
    return undefined;
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
}

describe('a file that LMDB wrote passes', () => {
  const steps = fc.array(
    fc.record<TreeChange>({
      from: fc.nat(900),
      count: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constant(400)),
      bytes: fc.oneof(
        { weight: 3, arbitrary: fc.nat(600) },
        { weight: 1, arbitrary: fc.nat(20_000) },
        { weight: 2, arbitrary: fc.constant(undefined) },
      ),
      fails: fc.nat(9).map((number) => number === 0),
    }),
    { maxLength: 40 },
  );

  test('after any history, open or closed, opened again, or emptied', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(steps, steps, async (first, second) => {
        const path = folder.path(`run-${run++}`);
        for (const changes of [first, second]) {
          const tree = openTree(path);
          for (const each of changes) {
            change(tree, each);
            checkLmdbFile(path);
          }
          await tree.flushed;
          await tree.close();
          checkLmdbFile(path);
        }
        await written(`run-${run - 1}`, [{ from: 0, count: 1300, bytes: undefined, fails: false }]);
        checkLmdbFile(path);
      }),
      { numRuns: 15 },
    );
  });

  test('wherever its writer was killed, for what LMDB opens now and after the power went', async () => {
    const path = folder.path('killed');
    for (const [round, commits] of [1, 3, 25, 8, 60, 2, 14, 40, 5, 33, 20, 11].entries()) {
      let seen = 0;
      for await (const _ of endlessWriter(path, round * 100)) if (++seen >= commits) break;
      expect(saidOf(path)).toBeUndefined();
      process.env.LMDB_RESTORE = 'safe';
      expect(saidOf(path)).toBeUndefined();
      delete process.env.LMDB_RESTORE;
    }
  });

  test('while another process writes to it', async () => {
    const path = folder.path('busy');
    let looks = 0;
    for await (const _ of endlessWriter(path, 0)) {
      expect(saidOf(path)).toBeUndefined();
      if (++looks > 150) break;
    }
  });

  test('and no file, or an empty one, is a new store, which the check does not create', () => {
    checkLmdbFile(folder.path('new'));
    expect(existsSync(folder.path('new'))).toBe(false);
    writeFileSync(folder.path('empty'), '');
    checkLmdbFile(folder.path('empty'));
    expect(readFileSync(folder.path('empty'))).toHaveLength(0);
  });
});

describe('a damaged file', () => {
  const PAGE_BYTES = 4096;
  const HISTORY: readonly TreeChange[] = [
    { from: 0, count: 700, bytes: 60, fails: false },
    { from: 100, count: 5, bytes: 9000, fails: false },
    { from: 200, count: 250, bytes: undefined, fails: false },
    { from: 400, count: 90, bytes: 200, fails: false },
    { from: 650, count: 3, bytes: 30_000, fails: false },
  ];
  let bytes: Buffer;
  let count: number;
  beforeEach(async () => {
    bytes = readFileSync(await written('whole', HISTORY));
    count = bytes.length / PAGE_BYTES;
  });

  /** Each is noticed by the check, or else LMDB reads what was written. */
  function expectNoticedOrHarmless(damaged: readonly Buffer[]): void {
    const [whole] = readByLmdb([folder.path('whole')]);
    const unnoticed: string[] = [];
    for (const [index, content] of damaged.entries()) {
      const path = folder.path(`damaged-${index}`);
      writeFileSync(path, content);
      const said = saidOf(path);
      expect(readFileSync(path).equals(content), 'it is left as it was').toBe(true);
      if (!said) unnoticed.push(path);
      else expect(['Damaged', 'ForeignFormat']).toContain(said.code);
    }
    expect(unnoticed.length).toBeLessThan(damaged.length);
    for (const read of readByLmdb(unnoticed)) expect(['noticed', whole]).toContain(read);
  }

  const pageOf = (page: number) => bytes.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES);
  /** The pages of trees, those that are not in use any more included. */
  const treePages = () =>
    [...Array(count).keys()].filter(
      (page) => page < 2 || [1, 2].includes(pageOf(page).readUInt16LE(18)),
    );
  function changed(mutate: (copy: Buffer) => void): Buffer {
    const copy = Buffer.from(bytes);
    mutate(copy);
    return copy;
  }
  const samples = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number) =>
    fc.sample(arbitrary, { seed: 20, numRuns });

  test.each([4096 - 1, 4096, 2 * 4096 - 1, 2 * 4096, 5 * 4096 + 7])('cut to %d bytes', (length) => {
    writeFileSync(folder.path('cut'), bytes.subarray(0, length));
    expect(saidOf(folder.path('cut'))?.message).toMatch(
      /^The store .*cut\.mdb is damaged\. .*It was left as it is\. .*--data/,
    );
  });

  test('cut anywhere', () => {
    const lengths = samples(fc.integer({ min: 1, max: bytes.length - 1 }), 40);
    expectNoticedOrHarmless(lengths.map((length) => bytes.subarray(0, length)));
  });

  test('with a bit turned over in a page of a tree', () => {
    const place = fc.record({
      page: fc.constantFrom(...treePages()),
      at: fc.oneof(fc.nat(300), fc.nat(PAGE_BYTES - 1)),
      bit: fc.nat(7),
    });
    const turned = samples(place, 150).map(({ page, at, bit }) =>
      changed((copy) => {
        const byte = page * PAGE_BYTES + at;
        copy.writeUInt8(copy.readUInt8(byte) ^ (1 << bit), byte);
      }),
    );
    expectNoticedOrHarmless(turned);
  });

  test('with pages of zeros, or of something else', () => {
    const pages = treePages();
    const zeros = pages.map((page) =>
      changed((copy) => copy.fill(0, page * PAGE_BYTES, (page + 1) * PAGE_BYTES)),
    );
    const garbage = pages.map((page) =>
      changed((copy) => copy.fill('garbage', page * PAGE_BYTES, page * PAGE_BYTES + 200)),
    );
    expectNoticedOrHarmless([...zeros, ...garbage]);
  });

  test('with pages in the place of others, even if they say that they belong there', () => {
    const pair = fc.tuple(fc.constantFrom(...treePages()), fc.constantFrom(...treePages()));
    const swapped = samples(pair, 60).map(([one, other]) =>
      changed((copy) => {
        copy.set(pageOf(one), other * PAGE_BYTES);
        copy.set(pageOf(other), one * PAGE_BYTES);
      }),
    );
    const renumbered = samples(
      pair.filter(([one, other]) => one !== other),
      60,
    ).map(([one, other]) =>
      changed((copy) => {
        copy.set(pageOf(one), other * PAGE_BYTES);
        copy.writeBigUInt64LE(BigInt(other), other * PAGE_BYTES);
      }),
    );
    expectNoticedOrHarmless([...swapped, ...renumbered]);
  });

  /** Where the newest snapshot begins, where it says something, and where a page's header does. */
  const newest = () =>
    24 +
    (bytes.readUInt32LE(24 + 128) > bytes.readUInt32LE(PAGE_BYTES + 24 + 128) ? 0 : PAGE_BYTES);
  const ENTRIES = 72 + 32;
  const TRANSACTION = 128;
  const rootAt = () => bytes.readUInt32LE(newest() + 72 + 40) * PAGE_BYTES;
  const nodeAt = (page: number, index: number) =>
    page + 24 + bytes.readUInt16LE(page + 24 + 2 * index);
  const leafAt = () => bytes.readUInt32LE(nodeAt(rootAt(), 1)) * PAGE_BYTES;
  const longValueAt = () => {
    const starts = [...Array(count).keys()].map((page) => page * PAGE_BYTES);
    return (
      starts.find((at) => at > 0 && bytes.readUInt16LE(at + 18) === 4 && bytes[at + 20] === 8) ?? 0
    );
  };

  test.each<[what: string, damage: (copy: Buffer) => void]>([
    ['It should be a branch, and is not.', (copy) => copy.writeUInt8(2, rootAt() + 18)],
    ['It says that it is page 7000.', (copy) => copy.writeUInt32LE(7000, leafAt())],
    ['It is newer than what leads to it.', (copy) => copy.writeUInt32LE(9, leafAt() + 8)],
    ['Its bounds are wrong.', (copy) => copy.writeUInt16LE(4090, leafAt() + 20)],
    ['An entry is out of place.', (copy) => copy.writeUInt16LE(4090, leafAt() + 24)],
    ['An entry is of a kind', (copy) => copy.writeUInt16LE(6, nodeAt(leafAt(), 0) + 4)],
    ['Its entries overlap, or have gaps.', (copy) => copy.writeUInt16LE(5, nodeAt(leafAt(), 0))],
    ['Its keys are out of order.', (copy) => swapWords(copy, leafAt() + 24, leafAt() + 26)],
    [
      'It has keys of the page after it.',
      (copy) => swapWords(copy, nodeAt(rootAt(), 1), nodeAt(rootAt(), 2)),
    ],
    [
      'It has keys of the page before it.',
      (copy) => {
        const separator = nodeAt(rootAt(), 1);
        const lastByte = separator + 8 + copy.readUInt16LE(separator + 6) - 1;
        copy.writeUInt8(copy.readUInt8(lastByte) + 1, lastByte);
      },
    ],
    [
      'It is not the long value that belongs there.',
      (copy) => copy.writeUInt32LE(7, longValueAt() + 20),
    ],
    ['Of entries, there are ', (copy) => copy.writeUInt32LE(5, newest() + ENTRIES)],
    [
      'It should be as of transaction 7, and is of 5.',
      (copy) => {
        for (const at of [24, PAGE_BYTES + 24]) {
          copy.writeUInt32LE(bytes.readUInt32LE(at + TRANSACTION) + 2, at + TRANSACTION);
        }
      },
    ],
  ])('is told what is wrong with it: %s', (what, damage) => {
    const path = folder.path('named');
    writeFileSync(path, changed(damage));
    expect(saidOf(path)?.message).toContain(what);
  });

  test('that lists as free what is in use is refused before that is written over', () => {
    const root = rootAt() / PAGE_BYTES;
    const lists = bytes.readUInt32LE(newest() + 24 + 40) * PAGE_BYTES;
    const firstOfList = nodeAt(lists, 0) + 8 + 8 + 8;
    const path = folder.path('free');
    writeFileSync(
      path,
      changed((copy) => copy.writeBigUInt64LE(BigInt(root), firstOfList)),
    );
    expect(saidOf(path)?.message).toContain(`Page ${root}: It is used twice`);
  });
});

function swapWords(bytes: Buffer, one: number, other: number): void {
  const word = bytes.readUInt16LE(one);
  bytes.writeUInt16LE(bytes.readUInt16LE(other), one);
  bytes.writeUInt16LE(word, other);
}
