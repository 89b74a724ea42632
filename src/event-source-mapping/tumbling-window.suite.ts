import { PACES } from './pace.ts';
import { type Handler, record, type VirtualShard } from './virtual-shard.suite.ts';

/** Every history here begins at 09:10:44, so that this window of a minute has 16 s left. */
export const MINUTE = { tumblingWindowInSeconds: 60, pace: PACES.fast } as const;
export const LEFT_MS = 16_000;

/** A record that arrives `atMs` after the start. */
export const at = (number: number, atMs: number) => record(number, { ageMs: -atMs });
export const textsOf = (shard: VirtualShard) =>
  shard.calls.map(({ numbers, window }) => {
    const { isFinalInvokeForWindow, isWindowTerminatedEarly, state } = window!;
    const end = isWindowTerminatedEarly ? ' early' : isFinalInvokeForWindow ? ' final' : '';
    return `${JSON.stringify(numbers)} ${state.slice(0, 20)}${end}`;
  });

/** Adds up how many records it was given. */
export const counting: Handler = (numbers, _, window) => {
  const { count = 0 } = JSON.parse(window!.state);
  return { state: { count: count + numbers.length } };
};
