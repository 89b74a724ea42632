import { ManualClock } from '../clock/manual-clock.ts';
import { Events } from '../observe/events.ts';
import { seededRandom } from '../random/random.ts';
import { MemoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import { Queues } from './queues.ts';

export const SCOPE = { account: '123456789012', region: 'eu-central-1' };

export function arnOf(name: string): string {
  return `arn:aws:sqs:${SCOPE.region}:${SCOPE.account}:${name}`;
}

/** Queues for a test, with all that they work with; time begins at second 1000. */
export function startQueues(store: Store = new MemoryStore()) {
  const clock = new ManualClock(1_000_000);
  const random = seededRandom(1);
  const events = new Events();
  const warnings: string[] = [];
  events.on('warning', ({ message }) => warnings.push(message));
  /** Sets the queues up anew from the store, as after a restart. */
  const open = () => new Queues({ store, clock, random, events });
  return { store, clock, events, warnings, open, queues: open() };
}

/** What has settled by now, without waiting for time to pass. */
export async function settled<T>(promise: Promise<T>): Promise<T | 'waiting'> {
  const rounds = async () => {
    for (let round = 0; round < 20; round++) await undefined;
    return 'waiting' as const;
  };
  return Promise.race([promise, rounds()]);
}
