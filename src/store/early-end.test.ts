import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from './durable-store.suite.ts';
import { mergedRange } from './merged-range.ts';
import type { Slot } from './slot.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluicebox-early-end-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('who stops a walk early ends the walks below it', () => {
  const ended: string[] = [];
  function* layer(name: string): Generator<[string, Slot]> {
    try {
      yield ['a', { form: 0, bytes: Buffer.of(1) }];
      yield ['b', { form: 0, bytes: Buffer.of(2) }];
    } finally {
      ended.push(name);
    }
  }
  for (const _ of mergedRange([layer('one'), layer('other')], false)) break;
  expect(ended).toEqual(['one', 'other']);
});

test('readers that stop early do not make the file grow', async () => {
  const store = openStore(folder, { changesToSettle: 1 });
  for (let round = 0; round < 400; round++) {
    for (const reverse of [true, false]) {
      for (const _ of store.range({ prefix: ['a'], limit: 1, reverse })) break;
    }
    await store.transact((transaction) => transaction.put(['a', round % 40], Buffer.alloc(100)));
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
  await store.close();
  expect(statSync(join(folder, 'store.mdb')).size).toBeLessThan(200_000);
});
