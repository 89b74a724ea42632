import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { World } from '../src/app/world.ts';
import type { Clock } from '../src/clock/clock.ts';
import { systemClock } from '../src/clock/system-clock.ts';
import { PACES } from '../src/event-source-mapping/pace.ts';
import { Events } from '../src/observe/events.ts';
import { type Random, systemRandom } from '../src/random/random.ts';
import { MemoryStore } from '../src/store/memory-store.ts';

/** All services of an endpoint in this process, with nothing in them, and nothing kept. */
export function memoryWorld({
  clock = systemClock,
  random = systemRandom,
  events = new Events(),
  packagesDirectory = join(tmpdir(), 'sluicebox-packages-of-nothing'),
}: {
  readonly clock?: Clock;
  readonly random?: Random;
  readonly events?: Events;
  /** Where the code of functions is unpacked; a test that makes some has a folder for it. */
  readonly packagesDirectory?: string;
} = {}): World {
  const store = new MemoryStore();
  const endpoint = () => 'http://127.0.0.1:4566';
  const clocks = { clock, sandboxClock: clock };
  return new World({
    ...{ store, ...clocks, events, random, pace: PACES.fast, endpoint, packagesDirectory },
  });
}
