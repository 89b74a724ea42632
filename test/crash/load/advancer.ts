import { between } from '../chance.ts';
import type { LoadContext, Step } from './burst.ts';

const HOUR_MS = 3_600_000;

/** Lets hours pass, so many at once that records expire before they are read, too. */
export function advancer({ client, random, world }: LoadContext): Step {
  return async () => {
    const ms = between(random, 6, 20) * HOUR_MS;
    if (world.mayAdvance(ms)) await world.advance(client, ms);
  };
}
