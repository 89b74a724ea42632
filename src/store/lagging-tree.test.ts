import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { openStore } from './durable-store.suite.ts';
import { SettledTree } from './settled-tree.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluicebox-lagging-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const put = (store: ReturnType<typeof openStore>, number: number) =>
  store.transact((transaction) => transaction.put(['a', number], number));
const count = (store: ReturnType<typeof openStore>) => [...store.range({ prefix: ['a'] })].length;

/** Writes until it is refused; answers how many were written. */
async function writeUntilRefused(store: ReturnType<typeof openStore>): Promise<number> {
  for (let number = 0; ; number++) {
    const refused = await put(store, number).then(
      () => undefined,
      (error) => error,
    );
    if (!refused) continue;
    expect(refused).toMatchObject({ code: 'Full', message: expect.stringContaining('try again') });
    return number;
  }
}

test('who writes is refused before memory has no end, while the tree takes nothing over', async () => {
  const settle = vi.spyOn(SettledTree.prototype, 'settle').mockRejectedValue(new Error('ENOSPC'));
  const clock = new ManualClock();
  const store = openStore(folder, {
    clock,
    changesToSettle: 10,
    mostUnsettled: 1000,
    onProblem: () => {},
  });
  const written = await writeUntilRefused(store);
  expect(written).toBe(1000);
  expect(count(store)).toBe(written);

  settle.mockRestore();
  clock.advance(5000);
  await vi.waitFor(() => put(store, written));
  await store.close();
  const again = openStore(folder);
  expect(count(again)).toBe(written + 1);
  await again.close();
});

test('what was refused meanwhile costs nothing that was acknowledged, if it ends there', async () => {
  vi.spyOn(SettledTree.prototype, 'settle').mockRejectedValue(new Error('EIO'));
  const store = openStore(folder, {
    changesToSettle: 10,
    mostUnsettled: 1000,
    onProblem: () => {},
  });
  const written = await writeUntilRefused(store);
  await store.close();
  vi.restoreAllMocks();
  const again = openStore(folder);
  expect(count(again)).toBe(written);
  await again.close();
});
