import { type Invocation, runOf, type SimulatedRecord } from '../facts.ts';
import { boundsIn, hasWindows, textOf } from '../window-facts.ts';
import type { Breach, Invariant } from './invariant.ts';

/**
 * With tumbling windows, a batch holds records of one window, is told which, and is given the state
 * that was returned last for it; a window that was left open, or has too much state, comes first.
 */
export const windowState: Invariant = {
  name: 'a batch stays within its tumbling window, and gets the state returned last',
  invoked: (invocation) => {
    const { run, records, window } = invocation;
    const [first] = records;
    if (!hasWindows(run)) return window && 'is told a tumbling window that it does not have';
    return first && batchBreach(invocation, first);
  },
};

function batchBreach({ run, shard, records, window }: Invocation, first: SimulatedRecord): Breach {
  const { startMs, endMs } = boundsIn(run, first);
  const other = records.find((record) => boundsIn(run, record).startMs !== startMs);
  if (other) return `record ${other.number} is of another window than ${first.number}`;
  const { openWindow: open } = runOf(run, shard);
  if (open && (open.startMs !== startMs || open.endMs !== endMs)) {
    return `record ${first.number} comes before ${textOf(open)} is closed`;
  }
  if (open?.isOversized) return `record ${first.number} comes after too much state`;
  if (window?.startMs !== startMs || window.endMs !== endMs) return 'is told a wrong window';
  if (window.isFinalInvokeForWindow || window.isWindowTerminatedEarly) return 'is told to be final';
  const state = open?.state ?? '{}';
  if (window.state === state) return undefined;
  return `is given ${window.state.slice(0, 40)}, not ${state.slice(0, 40)}`;
}
