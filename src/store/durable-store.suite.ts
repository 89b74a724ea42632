import { systemClock } from '../clock/system-clock.ts';
import { DurableStore, type DurableStoreOptions } from './durable-store.ts';

/** Opens a store on disk; whatever goes wrong behind its back ends the test. */
export function openStore(folder: string, options: Partial<DurableStoreOptions> = {}) {
  return new DurableStore(folder, {
    durability: 'process',
    clock: systemClock,
    onProblem: (message) => {
      throw new Error(message);
    },
    ...options,
  });
}
