import { World } from '../src/app/world.ts';
import { Time } from '../src/app/time.ts';
import { PACES } from '../src/event-source-mapping/pace.ts';
import { Events } from '../src/observe/events.ts';
import { systemRandom } from '../src/random/random.ts';
import { MemoryStore } from '../src/store/memory-store.ts';

/** All services of an endpoint in this process, with nothing in them, and nothing kept. */
export function memoryWorld(): World {
  const store = new MemoryStore();
  const time = new Time({ kind: 'system' }, { store, onProblem: () => {} });
  const events = new Events();
  return new World({ store, events, time, random: systemRandom, pace: PACES.fast });
}
