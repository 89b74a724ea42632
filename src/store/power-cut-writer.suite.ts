import { writeSync } from 'node:fs';
import { openStore } from './durable-store.suite.ts';
import type { Durability } from './durable-store.ts';
import { changesOf } from './power-cut-history.suite.ts';

/*
 * A process of its own, whose calls to the system are recorded: it makes the commits of the history
 * and says each number once it is acknowledged.
 */
const [folder = '', durability = 'process', commits = '100'] = process.argv.slice(2);
const store = openStore(folder, {
  durability: durability as Durability,
  changesToSettle: 60,
  segmentBytes: 40_000,
});
for (let count = 1; count <= Number(commits); count++) {
  await store.transact((transaction) => {
    for (const [key, value] of changesOf(count)) {
      if (value === undefined) transaction.remove(key);
      else transaction.put(key, value);
    }
  });
  writeSync(1, `${count}\n`);
  if (count % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
}
