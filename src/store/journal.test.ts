import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Journal } from './journal.ts';

let folder: string;
let journal: Journal;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluicebox-journal-'));
  journal = new Journal(folder, 1024);
});
afterEach(() => {
  journal.close();
  rmSync(folder, { recursive: true, force: true });
});

const pathOf = (segment: number) => join(folder, `journal-0000000${segment}`);

test('a segment that is forgotten is none from then on, and its file goes', async () => {
  for (let segment = 1; segment <= 3; segment++) {
    journal.append([{ name: 'a', value: { form: 0, bytes: Buffer.of(segment) } }]);
    journal.beginSegment();
  }
  journal.forget([1, 2]);
  expect(journal.segments()).toEqual([3]);
  await journal.whenForgotten();
  expect([1, 2, 3].map((segment) => existsSync(pathOf(segment)))).toEqual([false, false, true]);
  expect(journal.segments()).toEqual([3]);
});

test('a segment that could not be removed is a segment still, for the next time', async () => {
  mkdirSync(pathOf(1));
  journal.forget([1]);
  expect(journal.segments()).toEqual([]);
  await journal.whenForgotten();
  expect(journal.segments()).toEqual([1]);
});
