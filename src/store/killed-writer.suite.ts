import { writeSync } from 'node:fs';
import { openStore } from './durable-store.suite.ts';

/*
 * A process of its own, made to be killed: it counts in the store as fast as it can, and says each
 * number once it is acknowledged. Every commit has one large value and one that is removed again.
 */
const [folder = '', segmentBytes = '65536'] = process.argv.slice(2);
const store = openStore(folder, { changesToSettle: 20, segmentBytes: Number(segmentBytes) });
let count = (store.get(['count']) as number | undefined) ?? 0;
for (;;) {
  const next = count + 1;
  try {
    await store.transact((transaction) => {
      transaction.put(['count'], next);
      transaction.put(['large', next], Buffer.alloc(700 + (next % 5000), next % 256));
      transaction.put(['passing', next], next);
      transaction.remove(['passing', next - 1]);
      if (next > 50) transaction.remove(['large', next - 50]);
    });
  } catch (error) {
    writeSync(2, `${(error as { code?: string }).code}\n`);
    process.exit(store.get(['count']) === count ? 3 : 4);
  }
  count = next;
  writeSync(1, `${count}\n`);
  if (count % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
}
