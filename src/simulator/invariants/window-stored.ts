import { runOf } from '../facts.ts';
import { differenceOf, hasWindows } from '../window-facts.ts';
import type { Invariant } from './invariant.ts';

/**
 * With each checkpoint the tumbling window is stored that is open behind its last record, and none
 * once the final invoke is finished; a mapping that stops has stored what is open.
 */
export const windowStored: Invariant = {
  name: 'the tumbling window is stored as the checkpoint leaves it',
  windowStored: ({ run, shard, record, openWindow }) => {
    if (!hasWindows(run)) return openWindow ? 'stores a window that it does not have' : undefined;
    if (openWindow === undefined) return 'stores a checkpoint without its window';
    if (openWindow === null && record?.isBeforeClosing) return undefined;
    if (record) return differenceOf(openWindow, record.windowAfter);
    if (openWindow) return 'stores a window without a checkpoint';
    return runOf(run, shard).hasClosedWindow || shard.closedAtMs !== undefined
      ? undefined
      : 'forgets a window that was not closed';
  },
  over: ({ run, how }, { shards, unstored }) => {
    if (how === 'crashed' || !hasWindows(run)) return undefined;
    for (const shard of shards) {
      if (unstored.has(shard)) continue;
      const difference = differenceOf(shard.storedWindow, runOf(run, shard).openWindow);
      if (difference) return `stops, and what is stored of ${shard.shardId}: ${difference}`;
    }
    return undefined;
  },
};
