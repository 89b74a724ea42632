// What the function parses-every-record noted: a line for each batch, `count time`.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { waitFor } from './wait.mjs';

/** Begins anew: functions append, so what they write next stands at the start again. */
export const forget = (file) => writeFileSync(file, '');

/**
 * Waits until so many records were handled, and says how many a second: from when the first batch
 * was done until the last one was.
 *
 * @throws Error when there are more than that: records came twice
 */
export async function handledPerSecond(file, records) {
  let seenBytes = -1;
  const batches = await waitFor(
    `The end of ${records} records`,
    () => {
      const { size } = statSync(file);
      if (size === seenBytes) return undefined;
      seenBytes = size;
      const found = readBatches(file);
      return found.reduce((sum, { count }) => sum + count, 0) >= records ? found : undefined;
    },
    { everyMs: 50, atMostMs: 60_000 },
  );
  const handled = batches.reduce((sum, { count }) => sum + count, 0);
  if (handled !== records) throw new Error(`${handled} records were handled, not ${records}.`);
  const inOrder = batches.toSorted((a, b) => a.atMs - b.atMs);
  const [first] = inOrder;
  return ((records - first.count) * 1000) / (inOrder.at(-1).atMs - first.atMs);
}

/** Whole lines only: the last one may be on its way. */
function readBatches(file) {
  return readFileSync(file, 'latin1')
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split(' '))
    .map(([count, at]) => ({ count: Number(count), atMs: Number(at) / 1e6 }));
}
