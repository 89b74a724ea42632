import { type Clock, sleep } from '../clock/clock.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { scaledClock } from '../clock/scaled-clock.ts';
import { systemClock } from '../clock/system-clock.ts';

/** How time passes in a world. */
export type TimeOptions =
  | { readonly kind: 'system' }
  | { readonly kind: 'scaled'; readonly speed: number }
  /** It stands still until it is told to go on. */
  | { readonly kind: 'manual' };

/** How long, in real time, a step of a manual clock waits for calls that are under way. */
const PATIENCE_MS = 1000;

/** The time of a world, and how it can be moved. */
export class Time {
  readonly clock: Clock;
  /**
   * The clock of the sandboxes. Where time is scaled, they live in real time: a handler runs no
   * faster, must not run into its timeout sooner, and sees the machine's own time anyway.
   */
  readonly sandboxClock: Clock;
  readonly kind: TimeOptions['kind'];
  readonly #manual: ManualClock | undefined;

  constructor(options: TimeOptions) {
    this.kind = options.kind;
    this.#manual = options.kind === 'manual' ? new ManualClock(systemClock.now()) : undefined;
    const scaled = options.kind === 'scaled' ? scaledClock(systemClock, options.speed) : undefined;
    this.clock = this.#manual ?? scaled ?? systemClock;
    this.sandboxClock = scaled ? systemClock : this.clock;
  }

  /** Whether `advance` moves it. */
  get canBeMoved(): boolean {
    return this.#manual !== undefined;
  }

  /**
   * Goes forward by `ms`, from one thing that falls due to the next, and lets everything that each
   * of them sets going come to rest before it goes on: a call under way is waited for, but not for
   * longer than a second of real time, because one that hangs ends only by a timeout of this clock.
   */
  async advance(ms: number, isBusy: () => boolean): Promise<void> {
    const clock = this.#manual as ManualClock;
    const untilMs = clock.now() + ms;
    await rest(isBusy);
    for (let dueMs = clock.nextDueMs(); dueMs !== undefined && dueMs <= untilMs; ) {
      clock.advance(Math.max(0, dueMs - clock.now()));
      await rest(isBusy);
      dueMs = clock.nextDueMs();
    }
    clock.advance(untilMs - clock.now());
    await rest(isBusy);
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
