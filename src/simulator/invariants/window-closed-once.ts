import { type Invocation, isDoneFor, runOf } from '../facts.ts';
import { hasWindows, textOf } from '../window-facts.ts';
import { type Breach, type Invariant, type Known, wasNeverRead } from './invariant.ts';

/**
 * A tumbling window of which something was finished gets one final invoke, with its state, after all
 * its records; in the end none is open. After a crash one that was stored as open gets another.
 */
export const windowClosedOnce: Invariant = {
  name: 'a tumbling window is closed once, and after all its records',
  invoked: (invocation, known) =>
    invocation.records.length === 0 ? finalBreach(invocation, known) : undefined,
  ended: (_, { runs }) => {
    const run = runs.at(-1);
    for (const [shard, { openWindow }] of run?.shards ?? []) {
      if (openWindow) return `${textOf(openWindow)} in ${shard.shardId} was never closed`;
    }
    return undefined;
  },
};

function finalBreach(invocation: Invocation, known: Known): Breach {
  const { run, shard, window } = invocation;
  const { openWindow: open } = runOf(run, shard);
  if (!hasWindows(run) || !open) return 'closes a tumbling window that is not open';
  if (window?.startMs !== open.startMs || window.endMs !== open.endMs)
    return 'is of another window';
  if (window.state !== open.state) {
    return `closes with ${window.state.slice(0, 40)}, not ${open.state.slice(0, 40)}`;
  }
  if (!window.isFinalInvokeForWindow) return 'closes a window without saying so';
  if (window.isWindowTerminatedEarly !== open.isOversized) {
    return `says that the window ends ${window.isWindowTerminatedEarly ? '' : 'not '}early`;
  }
  const isOfThisLength = open.endMs - open.startMs === run.settings.tumblingWindowInSeconds * 1000;
  return open.isOversized || !isOfThisLength ? undefined : earlyBreach(invocation, known);
}

/** What is wrong with closing the open window now. */
function earlyBreach({ run, shard }: Invocation, known: Known): Breach {
  const { endMs = 0, startMs = 0 } = runOf(run, shard).openWindow ?? {};
  for (let at = shard.records.length - 1; at >= 0; at--) {
    const record = shard.records[at];
    if (!record || record.approximateArrivalTimestamp < startMs) break;
    if (record.approximateArrivalTimestamp >= endMs || isDoneFor(run, record)) continue;
    if (!wasNeverRead(record, run, known)) return `is closed before record ${record.number}`;
  }
  const isOver = known.nowMs >= endMs || shard.closedAtMs !== undefined;
  return isOver ? undefined : `is closed ${endMs - known.nowMs} ms before its end`;
}
