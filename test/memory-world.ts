import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { World } from '../src/app/world.ts';
import { systemClock } from '../src/clock/system-clock.ts';
import { PACES } from '../src/event-source-mapping/pace.ts';
import { Events } from '../src/observe/events.ts';
import { systemRandom } from '../src/random/random.ts';
import { MemoryStore } from '../src/store/memory-store.ts';

/** All services of an endpoint in this process, with nothing in them, and nothing kept. */
export function memoryWorld(): World {
  const store = new MemoryStore();
  const events = new Events();
  const clocks = { clock: systemClock, sandboxClock: systemClock };
  const endpoint = () => 'http://127.0.0.1:4566';
  const packagesDirectory = join(tmpdir(), 'sluicebox-packages-of-nothing');
  return new World({
    ...{ store, ...clocks, events, random: systemRandom, pace: PACES.fast, endpoint },
    packagesDirectory,
  });
}
