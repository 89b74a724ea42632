import { type Clock, sleep, type Timer } from '../clock/clock.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { scaledClock } from '../clock/scaled-clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import { Turns } from '../clock/turns.ts';
import type { Store } from '../store/store.ts';
import { forgetTime, keepingTime, keepTime, keptTimeMs } from './kept-time.ts';
import { aheadOfMachine } from './time-error.ts';

/** How time passes in a world. */
export type TimeOptions =
  | { readonly kind: 'system' }
  | { readonly kind: 'scaled'; readonly speed: number }
  /** It stands still until it is told to go on. */
  | { readonly kind: 'manual' };

/** Sequence numbers, in their layout of today, hold the seconds until some time in 4147. */
const LAST_MS = Date.UTC(4000, 0) - 1;

/** How far an advance of a manual clock came. */
export type Advance = 'there' | 'stopped' | 'too far';

/** How long, in real time, a step of a manual clock waits for calls that are under way. */
const PATIENCE_MS = 1000;

/** How often, in real time, a scaled clock is kept while nothing else is written. */
const KEEP_EVERY_MS = 1000;

interface TimeSurroundings {
  /** Where the time is kept. */
  readonly store: Store;
  /** The machine's clock. */
  readonly base?: Clock;
  /** Told when the time could not be kept while nobody waits for it. */
  readonly onProblem: (message: string) => void;
}

/**
 * The time of a world, and how it can be moved. A clock that is not the machine's goes on from the
 * time that the store kept: a manual one where it stood, a scaled one where it was last seen.
 */
export class Time {
  readonly clock: Clock;
  /**
   * The clock of the sandboxes. Where time is scaled, they live in real time: a handler runs no
   * faster, must not run into its timeout sooner, and sees the machine's own time anyway.
   */
  readonly sandboxClock: Clock;
  readonly kind: TimeOptions['kind'];
  /** The store in which this world has to keep its things: it keeps the time with each of them. */
  readonly store: Store;
  readonly #base: Clock;
  readonly #onProblem: (message: string) => void;
  readonly #manual: ManualClock | undefined;
  #timer: Timer | undefined;
  #hasProblem = false;
  #standsStill = false;
  readonly #advances = new Turns();

  /** @throws TimeError when the machine's time is asked for, and the store is ahead of it */
  constructor(options: TimeOptions, { store, base = systemClock, onProblem }: TimeSurroundings) {
    const machineMs = base.now();
    const keptMs = keptTimeMs(store);
    if (options.kind === 'system' && keptMs !== undefined && keptMs > machineMs) {
      throw aheadOfMachine(keptMs, machineMs);
    }
    const startMs = keptMs ?? machineMs;
    this.kind = options.kind;
    this.#base = base;
    this.#onProblem = onProblem;
    this.#manual = options.kind === 'manual' ? new ManualClock(startMs) : undefined;
    const scaled =
      options.kind === 'scaled' ? scaledClock(base, options.speed, startMs) : undefined;
    this.clock = this.#manual ?? scaled ?? base;
    this.sandboxClock = scaled ? base : this.clock;
    this.store = options.kind === 'system' ? store : keepingTime(store, this.clock);
  }

  /** Begins to keep the time; to be called before anything else is written. */
  async begin(): Promise<void> {
    if (this.kind === 'system') return forgetTime(this.store);
    await keepTime(this.store, this.clock);
    if (this.kind === 'scaled') this.#keepLater();
  }

  /** Keeps the time a last time; to be called when nothing else is written any more. */
  async close(): Promise<void> {
    this.#timer?.cancel();
    if (this.kind !== 'system') await this.#tryToKeep();
  }

  /** Ends an advance where it is: whatever else falls due on its way must find its world. */
  standStill(): void {
    this.#standsStill = true;
  }

  /** Whether `advance` moves it. */
  get canBeMoved(): boolean {
    return this.#manual !== undefined;
  }

  /**
   * Goes forward by `ms`, from one thing that falls due to the next, and lets everything that each
   * of them sets going come to rest before it goes on: a call under way is waited for, but not for
   * longer than a second of real time, because one that hangs ends only by a timeout of this clock.
   * Two at once go one after the other, each from where the one before it came to. Resolves when the
   * new time is kept, with how far it came; rejects when it cannot be kept.
   */
  advance(ms: number, isBusy: () => boolean): Promise<Advance> {
    return this.#advances.take(() => this.#advance(ms, isBusy));
  }

  async #advance(ms: number, isBusy: () => boolean): Promise<Advance> {
    const clock = this.#manual as ManualClock;
    const untilMs = clock.now() + ms;
    if (untilMs > LAST_MS) return 'too far';
    await rest(isBusy);
    for (let dueMs = clock.nextDueMs(); dueMs !== undefined && dueMs <= untilMs; ) {
      if (this.#standsStill) return 'stopped';
      clock.advance(Math.max(0, dueMs - clock.now()));
      await rest(isBusy);
      dueMs = clock.nextDueMs();
    }
    if (this.#standsStill) return 'stopped';
    clock.advance(untilMs - clock.now());
    await rest(isBusy);
    await keepTime(this.store, clock);
    return 'there';
  }

  #keepLater(): void {
    this.#timer = this.#base.at(this.#base.now() + KEEP_EVERY_MS, () => {
      this.#keepLater();
      void this.#tryToKeep();
    });
  }

  /** Says that it cannot only once, until it can again. */
  async #tryToKeep(): Promise<void> {
    try {
      await keepTime(this.store, this.clock);
      this.#hasProblem = false;
    } catch (error) {
      if (!this.#hasProblem) this.#onProblem(`Time is not kept: ${(error as Error).message}`);
      this.#hasProblem = true;
    }
  }
}

/** Resolves when nothing is under way for several turns of the event loop, or patience is over. */
async function rest(isBusy: () => boolean): Promise<void> {
  const lateMs = systemClock.now() + PATIENCE_MS;
  for (let quiet = 0; quiet < 3 && systemClock.now() < lateMs; ) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    quiet = isBusy() ? 0 : quiet + 1;
    if (quiet === 0) await sleep(systemClock, 1);
  }
}
