import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { open } from 'lmdb';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { builtProgram } from './built-program.suite.ts';
import { openStore } from './durable-store.suite.ts';
import type { DurableStore } from './durable-store.ts';
import { entriesOf } from './entries.suite.ts';
import { startOfSegment } from './journal.ts';
import { copyOf, leaveToTheDead } from './left-folder.suite.ts';
import { openLmdb } from './lmdb.ts';
import { SettledTree } from './settled-tree.ts';

const pidOfEndedProcess = () =>
  spawnSync(process.execPath, ['-p', 'process.pid']).stdout.toString().trim();

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluicebox-durable-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const journalFiles = () =>
  readdirSync(folder)
    .filter((name) => name.startsWith('journal-'))
    .map((name) => join(folder, name));
const bytesOf = (paths: string[]) => paths.reduce((sum, path) => sum + statSync(path).size, 0);
const put = (store: DurableStore, number: number, bytes = 2000) =>
  store.transact((transaction) => transaction.put(['a', number], Buffer.alloc(bytes, number)));
const sums = (store: DurableStore) =>
  [...store.range<Buffer>({ prefix: ['a'] })].map(({ key, value }) => [key[1], value[0]]);

test('agrees with a plain map over any history of commits and openings', async () => {
  const write = fc.record({
    name: fc.nat(12),
    bytes: fc.option(fc.oneof(fc.nat(600), fc.constant(3000))),
  });
  const step = fc.oneof(
    { weight: 9, arbitrary: fc.array(write, { minLength: 1, maxLength: 4 }) },
    { weight: 1, arbitrary: fc.constant('open again' as const) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const own = mkdtempSync(join(folder, 'run-'));
      const small = { changesToSettle: 5, segmentBytes: 9000 };
      let store = openStore(own, small);
      const model = new Map<number, number>();
      for (const each of steps) {
        if (each === 'open again') {
          await store.close();
          store = openStore(own, small);
          continue;
        }
        await store.transact((transaction) => {
          for (const { name, bytes } of each) {
            if (bytes === null) transaction.remove(['a', name]);
            else transaction.put(['a', name], Buffer.alloc(bytes, name));
            if (bytes === null) model.delete(name);
            else model.set(name, bytes);
          }
        });
        const expected = [...model].sort(([one], [other]) => one - other);
        const found = [...store.range<Buffer>({ prefix: ['a'] })];
        expect(found.map(({ key, value }) => [key[1], value.length])).toEqual(expected);
        expect(found.every(({ key, value }) => value.every((byte) => byte === key[1]))).toBe(true);
      }
      await store.close();
    }),
    { numRuns: 25 },
  );
});

test('goes on under steady trimming without growing, and keeps what is old and needed', async () => {
  const store = openStore(folder, { changesToSettle: 50, segmentBytes: 100_000 });
  await store.transact((transaction) => transaction.put(['old'], Buffer.alloc(5000, 7)));
  for (let number = 0; number < 6000; number++) {
    await store.transact((transaction) => {
      transaction.put(['a', number], Buffer.alloc(2000, number % 256));
      if (number >= 100) transaction.remove(['a', number - 100]);
    });
    if (number % 1000 !== 999) continue;
    // 100 values are 200 KB; beside them there may be half-used segments, and the tree.
    await expect.poll(() => bytesOf(journalFiles()), { interval: 5 }).toBeLessThan(1_000_000);
    expect(statSync(join(folder, 'store.mdb')).size).toBeLessThan(500_000);
  }
  expect(sums(store)).toHaveLength(100);
  await store.close();
  const again = openStore(folder);
  expect(again.get<Buffer>(['old'])).toEqual(Buffer.alloc(5000, 7));
  expect(sums(again)).toHaveLength(100);
  await again.close();
});

test('wins back every segment of which little is needed, however many there are at once', async () => {
  const store = openStore(folder, { changesToSettle: 300, segmentBytes: 20_000 });
  for (let number = 0; number < 300; number++) await put(store, number);
  await store.transact((transaction) => {
    for (let number = 0; number < 300; number++) {
      if (number % 10 !== 0) transaction.remove(['a', number]);
    }
  });
  const before = bytesOf(journalFiles());
  let rounds = 0;
  const bytesAfterARound = async () => {
    rounds++;
    for (let count = 0; count < 300; count++) {
      await store.transact((transaction) => transaction.put(['passing', count], rounds));
    }
    return bytesOf(journalFiles());
  };
  await expect.poll(bytesAfterARound, { interval: 50 }).toBeLessThan(before / 3);
  expect(rounds).toBeLessThan(15);
  expect(sums(store).map(([number]) => number)).toEqual(
    Array.from({ length: 30 }, (_, index) => index * 10),
  );
  await store.close();
});

// Segments are numbered on for as long as there is a folder.
test.each([1, 2 ** 21 + 1])(
  'reads again after a kill what was written last, from segment %i on',
  async (segment) => {
    const tree = new SettledTree(folder);
    await tree.settle([], { ...startOfSegment(segment), number: 0 });
    await tree.close();
    const store = openStore(folder);
    const values = { empty: Buffer.alloc(0), large: Buffer.alloc(1000, 1), text: 'a text', n: 1 };
    await store.transact((transaction) => {
      for (const [name, value] of Object.entries(values)) transaction.put([name], value);
      for (let number = 0; number < 8; number++) transaction.put(['numbers', number], number);
      transaction.put(['twice'], values.empty);
      transaction.put(['twice'], 'later');
      transaction.put(['gone'], 'for a moment');
      transaction.remove(['gone']);
    });
    const left = copyOf(folder);
    await store.close();
    await leaveToTheDead(left);
    const again = openStore(left);
    for (const [name, value] of Object.entries(values)) expect(again.get([name])).toEqual(value);
    expect(entriesOf(again.range({ prefix: ['numbers'] })).map(({ value }) => value)).toEqual([
      ...Array(8).keys(),
    ]);
    expect([again.get(['twice']), again.get(['gone'])]).toEqual(['later', undefined]);
    await again.close();
    rmSync(left, { recursive: true });
  },
);

test('keeps what bytes were when they were put, if they are few', async () => {
  const bytes = Buffer.from('few');
  const store = openStore(folder);
  await store.transact((transaction) => transaction.put(['a', 1], bytes));
  bytes.fill('x');
  expect(store.get(['a', 1])).toEqual(Buffer.from('few'));
  await store.close();
});

test('takes over what is long before it is many', async () => {
  const store = openStore(folder, { segmentBytes: 5000 });
  for (let number = 1; number <= 60; number++) await put(store, number);
  const settled = () => {
    const copy = copyOf(folder);
    const tree = openLmdb(join(copy, 'store.mdb'));
    const count = tree.getKeysCount();
    void tree.close().then(() => rmSync(copy, { recursive: true }));
    return count;
  };
  await expect.poll(settled).toBeGreaterThan(10);
  await store.close();
});

test('a segment that is needless before all of it was looked through is no damage', async () => {
  const problems: string[] = [];
  const store = openStore(folder, {
    changesToSettle: 8,
    segmentBytes: 2_000_000,
    onProblem: (message) => problems.push(message),
  });
  await store.transact((transaction) => transaction.put(['large'], Buffer.alloc(20_000)));
  for (let count = 0; count < 60_000; count++) {
    const value = { count, text: 'some text' };
    await store.transact((transaction) => transaction.put(['small', count % 10], value));
    if (count % 20 === 0) await new Promise(setImmediate);
  }
  await store.close();
  expect(problems).toEqual([]);
});

describe('a writer that is killed', () => {
  let program: string;
  beforeAll(async () => {
    program = await builtProgram(new URL('killed-writer.suite.ts', import.meta.url));
    return () => rmSync(dirname(program), { recursive: true });
  });

  test('has lost nothing that it acknowledged, and left nothing half done', async () => {
    let acknowledged = 0;
    for (const after of [1, 7, 60, 150, 23, 400, 90, 31]) {
      const writer = spawn(process.execPath, [program, folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      const isGone = new Promise((resolve) => writer.once('close', resolve));
      for await (const chunk of writer.stdout) {
        said += chunk;
        if (said.split('\n').length > after) writer.kill('SIGKILL');
      }
      await isGone;
      acknowledged = Number(said.trim().split('\n').at(-1));
      const store = openStore(folder, { segmentBytes: 65_536 });
      const count = store.get<number>(['count']) as number;
      expect(count).toBeGreaterThanOrEqual(acknowledged);
      expect(entriesOf(store.range({ prefix: ['passing'] }))).toEqual([
        { key: ['passing', count], value: count },
      ]);
      const large = [...store.range<Buffer>({ prefix: ['large'] })];
      expect(large.map(({ key }) => key[1])).toEqual(
        Array.from({ length: Math.min(count, 50) }, (_, index) => index + Math.max(1, count - 49)),
      );
      for (const { key, value } of large) {
        const number = key[1] as number;
        expect(value).toEqual(Buffer.alloc(700 + (number % 5000), number % 256));
      }
      await store.close();
    }
    expect(acknowledged).toBeGreaterThan(700);
  });

  test('gives an error where there is no room, and has changed nothing then', () => {
    const limited = `ulimit -f 200; exec "${process.execPath}" "${program}" "${folder}" 100000000`;
    const { status, stderr } = spawnSync('bash', ['-c', limited], { encoding: 'utf8' });
    expect(stderr).toContain('Full');
    expect(status).toBe(3);
    const store = openStore(folder);
    expect([...store.range({ prefix: ['passing'] })]).toHaveLength(1);
    return store.close();
  });

  test('goes on, and has lost nothing, where the tree has no room but the journal has', async () => {
    const full = await builtProgram(new URL('full-tree.suite.ts', import.meta.url));
    const limited = `ulimit -f 100; exec "${process.execPath}" "${full}" "${folder}"`;
    const { status, stdout } = spawnSync('bash', ['-c', limited], { encoding: 'utf8' });
    rmSync(dirname(full), { recursive: true });
    expect(stdout).toContain('could not be brought up to date');
    expect(stdout).toMatch(/closed\n$/);
    expect(status).toBe(0);
    const store = openStore(folder);
    const count = Number(/wrote (\d+)/.exec(stdout)?.[1]);
    expect([...store.range({ prefix: ['a'] })]).toHaveLength(count);
    await store.close();
  });
});

describe('a folder that is not as it was left', () => {
  /** Leaves a folder as a process does that is killed after it has put `numbers`. */
  const leave = async (numbers: number[]) => {
    const store = openStore(folder);
    for (const number of numbers) await put(store, number);
    const copy = copyOf(folder);
    await store.close();
    rmSync(folder, { recursive: true });
    cpSync(copy, folder, { recursive: true });
    rmSync(copy, { recursive: true });
    await leaveToTheDead(folder);
  };
  test('loses what was never written whole, and goes on behind what was', async () => {
    await leave([1, 2, 3]);
    const [file = ''] = journalFiles();
    truncateSync(file, statSync(file).size - 1);
    const store = openStore(folder);
    expect(sums(store)).toEqual([
      [1, 1],
      [2, 2],
    ]);
    await put(store, 4);
    await store.close();
    const again = openStore(folder);
    expect(sums(again).map(([number]) => number)).toEqual([1, 2, 4]);
    await again.close();
  });

  test.each([
    ['in the middle of the journal', 2500],
    ['in the first commit', 40],
    ['in what the journal begins with', 2],
  ])('is refused, and left as it is, with a bit flipped %s', async (_, at) => {
    await leave([1, 2, 3]);
    const [file = ''] = journalFiles();
    const bytes = readFileSync(file);
    bytes[at] = (bytes[at] as number) ^ 4;
    writeFileSync(file, bytes);
    expect(() => openStore(folder)).toThrow(/journal-00000001 is damaged/);
    expect(readFileSync(file)).toEqual(bytes);
    await leaveToTheDead(folder);
    bytes[at] = (bytes[at] as number) ^ 4;
    writeFileSync(file, bytes);
    const store = openStore(folder);
    expect(sums(store)).toHaveLength(3);
    await store.close();
  });

  test('never serves a value that is not as it was written', async () => {
    const store = openStore(folder);
    await put(store, 1);
    await store.transact((transaction) => transaction.put(['small'], 'as it was'));
    await store.close();
    const [file = ''] = journalFiles();
    const bytes = readFileSync(file);
    bytes[1000] = 9;
    writeFileSync(file, bytes);
    const again = openStore(folder);
    expect(() => again.get(['a', 1])).toThrow(
      /is damaged: it is not as it was written at byte \d+/,
    );
    expect(again.get(['small'])).toBe('as it was');
    await again.close();
  });

  test('is refused when a segment that is needed is gone', async () => {
    const store = openStore(folder);
    await put(store, 1);
    await store.close();
    for (const file of journalFiles()) rmSync(file);
    expect(() => openStore(folder)).toThrow(/is damaged: it is missing/);
  });
});

test('brings a folder of format 1 up to date', async () => {
  const old = open({ path: join(folder, 'store.mdb'), noSubdir: true, encoding: 'msgpack' });
  await old.put(['meta', 'format'], 1);
  await old.put(['meta', 'owner'], { pid: Number(pidOfEndedProcess()), started: '1' });
  await old.put(['a', 1], Buffer.alloc(2000, 1));
  await old.put(['a', 2, 'ü'], { list: [1, 'two', null] });
  await old.put('alone', 7);
  await old.close();
  for (let times = 0; times < 2; times++) {
    const store = openStore(folder);
    const all = entriesOf(store.range({ prefix: [] }));
    expect(all.filter(({ key }) => key[0] !== 'meta')).toEqual([
      { key: ['a', 1], value: Buffer.alloc(2000, 1) },
      { key: ['a', 2, 'ü'], value: { list: [1, 'two', null] } },
      { key: ['alone'], value: 7 },
    ]);
    await store.close();
  }
});
