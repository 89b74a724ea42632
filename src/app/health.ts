import type { Reader } from '../store/store.ts';
import type { Time } from './time.ts';
import type { World } from './world.ts';

/** Under which keys the things are kept that are worth a number. */
const COUNTED = ['streams', 'queues', 'topics', 'buckets', 'mappings'] as const;

/** What `GET /_sluicebox/health` tells besides versions and services. */
export function healthOf({ clock, kind, store }: Time, { functions }: World): object {
  const nowMs = clock.now();
  const counts = COUNTED.map((name) => [name, count(store, name)] as const);
  return {
    node: process.versions.node,
    world: { clock: kind, nowMs, now: new Date(nowMs).toISOString() },
    counts: { ...Object.fromEntries(counts), activeInvocations: functions.activeInvocations },
  };
}

function count(store: Reader, name: string): number {
  let found = 0;
  for (const _ of store.range({ prefix: [name] })) found++;
  return found;
}
