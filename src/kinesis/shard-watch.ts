import { isSameScope, type Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import type { Events } from '../observe/events.ts';

/** Which shard is watched. */
interface WatchedShard {
  readonly scope: Scope;
  readonly streamName: string;
  readonly shardId: string;
}

interface WatchOptions {
  readonly events: Events;
  readonly clock: Clock;
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
}

/** Waits for something to happen in a shard: for records, or for its end. */
export class ShardWatch {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #stops: (() => void)[];
  #hasChanged = false;
  #wake = () => {};

  constructor(shard: WatchedShard, { events, clock, signal }: WatchOptions) {
    this.#clock = clock;
    this.#signal = signal;
    this.#stops = (['records-put', 'shard-closed'] as const).map((name) =>
      events.on(name, (changed) => {
        const isThisShard =
          changed.shardId === shard.shardId &&
          changed.streamName === shard.streamName &&
          isSameScope(changed.scope, shard.scope);
        if (isThisShard) this.#tell();
      }),
    );
    const onAbort = () => this.#tell();
    signal.addEventListener('abort', onAbort, { once: true });
    this.#stops.push(() => signal.removeEventListener('abort', onAbort));
  }

  /** Whoever calls this looks at the shard now: only what happens later counts as a change. */
  look(): void {
    this.#hasChanged = false;
  }

  /** Resolves when something has changed since the last look, or at a time of the clock. */
  async changed(atMs: number): Promise<void> {
    if (this.#hasChanged || this.#signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = this.#clock.at(atMs, resolve);
      this.#wake = () => {
        timer.cancel();
        resolve();
      };
    });
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  #tell(): void {
    this.#hasChanged = true;
    this.#wake();
  }
}
