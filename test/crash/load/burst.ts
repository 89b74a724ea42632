import { type Clock, sleep } from '../../../src/clock/clock.ts';
import type { Random } from '../../../src/random/random.ts';
import { between } from '../chance.ts';
import type { Client } from '../client.ts';
import type { Ledger } from '../ledger.ts';
import type { WorldTime } from '../world-time.ts';

/** What every source of load is given. */
export interface LoadContext {
  readonly client: Client;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly random: Random;
  /** Which start of the server it is. */
  readonly run: number;
  /** Ends requests that a dead server leaves open. */
  readonly signal: AbortSignal;
  readonly world: WorldTime;
}

/** One request of a source, together with its entry in the ledger. */
export type Step = () => Promise<void>;

/** Something that makes requests as long as the server lives. */
export type Source = (context: LoadContext) => Step;

/** Errors that may be answered to requests that are in order: of limits that AWS has, too. */
const EXPECTED = new Set(['LimitExceededException', 'ResourceInUseException']);

const LONGEST_PAUSE_MS = 6;

/** Makes requests one after the other until the load is over, which the server's end is part of. */
export async function burst(
  step: Step,
  { context, isOver }: { context: LoadContext; isOver: () => boolean },
): Promise<void> {
  while (!isOver()) {
    try {
      await step();
    } catch (error) {
      const { name, message, $fault } = error as Partial<Refusal>;
      const isWhole = $fault !== undefined;
      // A server that is being killed gives no whole answer; one that runs does.
      const isInOrder = isWhole ? EXPECTED.has(name ?? '') : isOver();
      if (!isInOrder) context.ledger.refusals.push(`${name}: ${message}`);
      if (!isWhole) return;
    }
    await sleep(context.clock, between(context.random, 0, LONGEST_PAUSE_MS), context.signal);
  }
}

/** An error that a service answered; others have no `$fault`. */
interface Refusal extends Error {
  readonly $fault: 'client' | 'server';
}
