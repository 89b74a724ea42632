import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { JOURNAL_START, Journal } from './journal.ts';
import { SpareSegments } from './spare-segments.ts';

const SEGMENT_BYTES = 64 * 1024;
const VALUE_BYTES = 9000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluicebox-spare-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pathOf = (segment: number) => join(folder, `journal-${String(segment).padStart(8, '0')}`);
const sizeOf = (segment: number) => statSync(pathOf(segment)).size;
const add = (journal: Journal) =>
  journal.append([
    { name: 'a', value: { form: 0, bytes: Buffer.alloc(VALUE_BYTES, journal.end.number + 1) } },
  ]);
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Writes until the segment that is written has room behind its end, for three commits at least. */
async function writeIntoSpare(): Promise<Journal> {
  const journal = new Journal(folder, SEGMENT_BYTES);
  const isInSpare = () => {
    const { segment, offset } = journal.end;
    return existsSync(pathOf(segment)) && sizeOf(segment) > offset + 3 * VALUE_BYTES;
  };
  for (; !isInSpare(); await turn()) add(journal);
  add(journal);
  return journal;
}

/** Reads the journal as a process does that finds it, and answers the numbers of its commits. */
function replayed(journal = new Journal(folder, SEGMENT_BYTES), wasPowerCut = false): number {
  let count = 0;
  journal.replay(JOURNAL_START, { wasPowerCut, visit: () => count++ });
  return count;
}

test('what was written into a spare is read again after a kill, and written on', async () => {
  const { end } = await writeIntoSpare();
  const journal = new Journal(folder, SEGMENT_BYTES);
  expect(replayed(journal)).toBe(end.number);
  expect(journal.end).toEqual(end);
  expect(sizeOf(end.segment)).toBe(end.offset);
  add(journal);
  expect(replayed()).toBe(end.number + 1);
});

test('a segment has no more than was written when the next one begins', async () => {
  const journal = await writeIntoSpare();
  const { segment, offset, number } = journal.end;
  journal.beginSegment();
  add(journal);
  expect(sizeOf(segment)).toBe(offset);
  expect(replayed()).toBe(number + 1);
});

test('a segment that kept its empty room, as when the power fails, hides none behind it', async () => {
  const journal = await writeIntoSpare();
  const { segment, number } = journal.end;
  const whole = join(folder, 'whole');
  copyFileSync(pathOf(segment), whole);
  journal.beginSegment();
  add(journal);
  copyFileSync(whole, pathOf(segment));
  expect(replayed(undefined, true)).toBe(number + 1);
});

/** Where a commit that was written last may end without being whole. */
const PAGE = 4096;

test('a commit of which a kill left the first pages is left out', async () => {
  const journal = await writeIntoSpare();
  const { segment, offset, number } = journal.end;
  add(journal);
  const bytes = readFileSync(pathOf(segment));
  for (let page = Math.ceil(offset / PAGE) * PAGE; page < journal.end.offset; page += PAGE) {
    writeFileSync(pathOf(segment), Buffer.from(bytes).fill(0, page));
    expect(replayed()).toBe(number);
  }
});

test('a commit that is not as it was written is refused, whatever room is behind it', async () => {
  const journal = await writeIntoSpare();
  const { segment, offset } = journal.end;
  add(journal);
  const bytes = readFileSync(pathOf(segment));
  for (const at of [offset, offset + 30, journal.end.offset - 1]) {
    const damaged = Buffer.from(bytes);
    damaged[at]! ^= 1;
    writeFileSync(pathOf(segment), damaged);
    expect(() => replayed()).toThrow(`is damaged: it is not as it was written at byte ${offset}`);
  }
});

/** The files in the folder that are named as spares. */
const spareFiles = () => readdirSync(folder).filter((name) => name.startsWith('spare'));

test('a spare that is not wanted any more gives its room back', async () => {
  const spares = new SpareSegments(join(folder, 'spare'));
  spares.prepare(5_000_000);
  spares.drop();
  await vi.waitFor(() => expect(spareFiles()).toEqual([]));
  expect(spares.count).toBe(0);
  expect(spares.take(join(folder, 'taken'))).toBe(false);
});

test('what a process that was killed left of spares is gone after the next one', async () => {
  writeFileSync(join(folder, 'spare-2'), 'left');
  const spares = new SpareSegments(join(folder, 'spare'));
  await spares.stop();
  expect(spareFiles()).toEqual([]);
});

test('there is no spare where there is no folder for it, and nobody is told', async () => {
  const spares = new SpareSegments(join(folder, 'none', 'spare'));
  spares.prepare(5000);
  await spares.stop();
  expect(spares.take(join(folder, 'taken'))).toBe(false);
});

test('a spare has as many bytes as were asked for', async () => {
  const spares = new SpareSegments(join(folder, 'spare'));
  spares.prepare(1_500_000);
  await vi.waitFor(() => expect(spares.take(join(folder, 'taken'))).toBe(true));
  expect(statSync(join(folder, 'taken')).size).toBe(1_500_000);
});

test('whoever came before a spare was filled has two of them from then on', async () => {
  const spares = new SpareSegments(join(folder, 'spare'));
  const filled = (count: number) =>
    vi.waitFor(() => {
      spares.prepare(5000);
      expect(spares.count).toBe(count);
    });
  await filled(1);
  spares.prepare(5000);
  await turn();
  expect(spareFiles()).toHaveLength(1);
  expect(spares.take(join(folder, 'first'))).toBe(true);
  spares.prepare(5000);
  expect(spares.take(join(folder, 'second'))).toBe(false);
  await filled(2);
  await spares.stop();
  expect(spareFiles()).toEqual([]);
});
