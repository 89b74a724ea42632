import { mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_SCOPE } from '../aws/scope.ts';
import { seededRandom } from '../random/random.ts';
import { openStore } from '../store/durable-store.suite.ts';
import { copyOf, losePower, segmentsOf } from '../store/left-folder.suite.ts';
import { startSluicebox } from './start.ts';

test('what a power cut has cost is told to whoever starts, though nobody listened yet', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluicebox-start-'));
  const store = openStore(folder);
  await store.transact((transaction) => transaction.put(['a'], 'kept'));
  await store.transact((transaction) => transaction.put(['b'], 'lost'));
  const dataDirectory = copyOf(folder);
  await store.close();
  const [journal = ''] = segmentsOf(dataDirectory);
  truncateSync(journal, statSync(journal).size - 1);
  await losePower(dataDirectory);

  const warnings: string[] = [];
  const sluicebox = await startSluicebox({
    dataDirectory,
    scope: DEFAULT_SCOPE,
    host: '127.0.0.1',
    port: 0,
    pace: 'fast',
    time: { kind: 'system' },
    random: seededRandom(1),
    observe: (events) => events.on('warning', ({ message }) => warnings.push(message)),
  });
  await sluicebox.close();
  for (const each of [folder, dataDirectory]) rmSync(each, { recursive: true });
  expect(warnings).toEqual([expect.stringContaining('as when the power fails')]);
});
