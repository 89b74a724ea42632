import { ManualClock } from '../clock/manual-clock.ts';
import { seededRandom } from '../random/random.ts';
import { MemoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import { Buckets } from './buckets.ts';

export const SCOPE = { account: '123456789012', region: 'eu-central-1' };

/** Buckets for a test, with all that they work with; time begins at second 1000. */
export function startBuckets(store: Store = new MemoryStore()) {
  const clock = new ManualClock(1_000_000);
  const random = seededRandom(1);
  /** Sets the buckets up anew from the store, as after a restart. */
  const open = () => new Buckets({ store, clock, random });
  return { store, clock, open, buckets: open() };
}
