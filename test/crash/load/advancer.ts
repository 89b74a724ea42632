import { between } from '../chance.ts';
import type { LoadContext, Step } from './burst.ts';

const HOUR_MS = 3_600_000;

/** Lets hours pass. */
export function advancer({ client, random, world }: LoadContext): Step {
  return () => world.advance(client, between(random, 1, 6) * HOUR_MS);
}
