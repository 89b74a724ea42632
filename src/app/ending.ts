import type { Clock, Timer } from '../clock/clock.ts';
import type { Store } from '../store/store.ts';
import { StoreError } from '../store/store-error.ts';

/** What a world has of time and of what is kept, until it has ended. */
export interface Ending<C extends Clock = Clock> {
  readonly store: Store;
  readonly clock: C;
  readonly sandboxClock: Clock;
  /** From now on nothing is called back, and nothing can be written: whatever is left is inert. */
  end(): void;
}

/** A store and clocks that a world can be cut off from, while another one goes on with them. */
export function ending(parts: {
  readonly store: Store;
  readonly clock: Clock;
  readonly sandboxClock: Clock;
}): Ending {
  const { store } = parts;
  const timers = new Set<Timer>();
  let hasEnded = false;
  const endingClock = (clock: Clock): Clock => ({
    now: () => clock.now(),
    at(atMs, callback) {
      if (hasEnded) return { cancel() {} };
      const timer = clock.at(atMs, () => {
        timers.delete(timer);
        callback();
      });
      timers.add(timer);
      return {
        cancel() {
          timers.delete(timer);
          timer.cancel();
        },
      };
    },
  });
  return {
    store: {
      get: (key, memory) => store.get(key, memory),
      range: (range) => store.range(range),
      close: () => store.close(),
      async transact(work) {
        if (hasEnded) throw new StoreError('Closed', 'This world has ended.');
        return store.transact(work);
      },
    },
    clock: endingClock(parts.clock),
    sandboxClock: endingClock(parts.sandboxClock),
    end() {
      hasEnded = true;
      for (const timer of timers) timer.cancel();
      timers.clear();
    },
  };
}
