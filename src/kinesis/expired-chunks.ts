import type { Clock, Timer } from '../clock/clock.ts';
import type { Key, Store } from '../store/store.ts';
import type { StreamRegistry } from './stream-registry.ts';
import { trimHorizonMs } from './trim-horizon.ts';

/** How often it is looked for what has expired. Nobody can read it from the moment it does. */
const LOOK_EVERY_MS = 10 * 60_000;

/** How many chunks go in one commit, so that writers in between do not wait. */
const MOST_CHUNKS_OF_A_COMMIT = 1000;

/**
 * Removes what the streams keep no longer, and what streams left behind that are gone, in the
 * background, whole chunks at a time. It looks again as long as there is something that will expire;
 * `watch` makes it begin.
 */
export class ExpiredChunks {
  readonly #store: Store;
  readonly #registry: StreamRegistry;
  readonly #clock: Clock;
  #timer: Timer | undefined;
  #removing: Promise<void> | undefined;

  constructor({ store, registry, clock }: ExpiredChunksOptions) {
    this.#store = store;
    this.#registry = registry;
    this.#clock = clock;
  }

  /** Something was put that will expire. */
  watch(): void {
    this.#timer ??= this.#clock.at(this.#clock.now() + LOOK_EVERY_MS, () => {
      this.#timer = undefined;
      this.removeNow();
      if (this.#willExpire()) this.watch();
    });
  }

  /** Begins to remove what there is to remove. */
  removeNow(): void {
    this.#removing ??= this.#remove()
      .catch(() => {}) // what cannot be removed now, in a store that is full, is next time
      .then(() => {
        this.#removing = undefined;
      });
  }

  /** Nobody hears of an error here, which would end the process: that of a closed store, say. */
  #willExpire(): boolean {
    try {
      return this.#registry.everyShard().some(({ log }) => log.hasSeveral);
    } catch (error) {
      return (error as { code?: string }).code !== 'Closed';
    }
  }

  /** Removes what has expired or was left behind, commit by commit. */
  async #remove(): Promise<void> {
    for (let keys = this.#needless(); keys.length > 0; keys = this.#needless()) {
      const some = keys;
      await this.#store.transact((transaction) => {
        for (const key of some) transaction.remove(key);
      });
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #needless(): Key[] {
    const leftBehind = this.#registry.leftBehind(MOST_CHUNKS_OF_A_COMMIT);
    return leftBehind.length > 0 ? leftBehind : this.#expired();
  }

  /** The keys of some chunks all of whose records have expired. */
  #expired(): Key[] {
    const keys: Key[] = [];
    for (const { stream, shard, log } of this.#registry.everyShard()) {
      const horizonMs = trimHorizonMs(stream.definition, this.#clock.now());
      const limit = MOST_CHUNKS_OF_A_COMMIT - keys.length;
      keys.push(...log.keysBefore(horizonMs, { nextIndex: shard.tail.nextIndex, limit }));
      if (keys.length >= MOST_CHUNKS_OF_A_COMMIT) break;
    }
    return keys;
  }
}

interface ExpiredChunksOptions {
  readonly store: Store;
  readonly registry: StreamRegistry;
  readonly clock: Clock;
}
