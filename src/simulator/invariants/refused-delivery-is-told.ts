import type { Run } from '../facts.ts';
import type { Breach, Invariant, Known } from './invariant.ts';

/** A failure record that the destination refused is told of: nobody finds it otherwise. */
export const refusedDeliveryIsTold: Invariant = {
  name: 'a refused delivery is reported',
  over: ({ run, how }, known) => (how === 'stopped' ? firstUntold(known, run) : undefined),
  ended: (_, known) => firstUntold(known, known.runs.at(-1)),
};

function firstUntold({ unreported }: Known, of: Run | undefined): Breach {
  for (const [key, run] of unreported) if (run === of) return `the refusal of ${key} was not told`;
  return undefined;
}
