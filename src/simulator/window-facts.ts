import type { OpenWindow, WindowInvocation } from '../event-source-mapping/tumbling-window.ts';
import { type Invocation, type Run, runOf, type SimulatedRecord } from './facts.ts';

/** The most state that a window may have (Lambda developer guide). */
const MOST_STATE_BYTES = 1024 * 1024;

/** The tumbling window of a record in a run that has them. */
export function boundsIn({ settings }: Run, record: SimulatedRecord) {
  const lengthMs = settings.tumblingWindowInSeconds * 1000;
  const { approximateArrivalTimestamp: arrivalMs } = record;
  const startMs = arrivalMs - (arrivalMs % lengthMs);
  return { startMs, endMs: startMs + lengthMs };
}

export function hasWindows({ settings }: Run): boolean {
  return settings.tumblingWindowInSeconds > 0;
}

/** What the function is, or would be, told of the window of a batch or a final invoke. */
export function windowToldTo({
  run,
  shard,
  records: [first],
}: Pick<Invocation, 'run' | 'shard' | 'records'>): WindowInvocation | undefined {
  const { openWindow } = runOf(run, shard);
  if (!hasWindows(run) || (!first && !openWindow)) return undefined;
  return {
    ...(first ? boundsIn(run, first) : (openWindow as OpenWindow)),
    state: openWindow?.state ?? '{}',
    isFinalInvokeForWindow: !first,
    isWindowTerminatedEarly: !first && openWindow?.isOversized === true,
  };
}

/** Notes what is open once records, or the final invoke, are finished with a state or without. */
export function finishWindow(
  { run, shard, records }: Pick<Invocation, 'run' | 'shard' | 'records'>,
  state: string | undefined,
): void {
  if (!hasWindows(run)) return;
  const known = runOf(run, shard);
  const last = records.at(-1);
  if (!last) {
    known.openWindow = undefined;
    known.finalInvoke = undefined;
    known.hasClosedWindow = true;
    if (known.lastFinished) known.lastFinished.isBeforeClosing = true;
    return;
  }
  const kept = state ?? known.openWindow?.state ?? '{}';
  known.openWindow = {
    ...boundsIn(run, last),
    state: kept,
    isOversized: Buffer.byteLength(kept) > MOST_STATE_BYTES,
    lastArrivalMs: last.approximateArrivalTimestamp,
  };
  last.windowAfter = known.openWindow;
  last.isBeforeClosing = false;
  known.lastFinished = last;
}

/** How two windows differ, in words; undefined when they do not. */
export function differenceOf(
  found: OpenWindow | null | undefined,
  expected: OpenWindow | undefined,
): string | undefined {
  if (!found || !expected) {
    return !found === !expected ? undefined : `${textOf(found)}, not ${textOf(expected)}`;
  }
  for (const name of Object.keys(expected) as (keyof OpenWindow)[]) {
    if (found[name] === expected[name]) continue;
    return `${name} is ${shortened(found[name])}, not ${shortened(expected[name])}`;
  }
  return undefined;
}

/** What is said of a window. */
export function textOf(window: OpenWindow | null | undefined): string {
  if (!window) return 'no window';
  return `the window from ${new Date(window.startMs).toISOString()}`;
}

const shortened = (value: unknown) => String(value).slice(0, 60);
