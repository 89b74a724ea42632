import type { Caller } from './caller.ts';
import type { Router } from './router.ts';
import { Slots } from './slots.ts';

/**
 * The calls of AWS's operations that are under way, and who answers them. The services behind may be
 * exchanged: calls that come meanwhile wait.
 */
export class Calls {
  readonly #underWay = new Slots<Caller>();
  #router: Router;
  #pause: Promise<void> | undefined;
  #onIdle: (() => void) | undefined;

  constructor(router: Router) {
    this.#router = router;
  }

  get router(): Router {
    return this.#router;
  }

  /** Set while calls have to wait, and then resolved. */
  get pause(): Promise<void> | undefined {
    return this.#pause;
  }

  /** Answers what `end` takes when the call is over. */
  begin(caller: Caller): number {
    return this.#underWay.add(caller);
  }

  end(call: number): void {
    this.#underWay.remove(call);
    if (this.#underWay.size === 0) this.#onIdle?.();
  }

  /**
   * Exchanges who answers. Calls that wait for something are woken, as when their callers leave.
   * `work` is given a promise that resolves when no call is under way, and makes the new router; if
   * it fails, everything stays as it was.
   */
  async exchange(work: (idle: Promise<void>) => Promise<Router>): Promise<void> {
    while (this.#pause) await this.#pause;
    let resume = () => {};
    this.#pause = new Promise((resolve) => {
      resume = resolve;
    });
    const idle = new Promise<void>((resolve) => {
      this.#onIdle = resolve;
      if (this.#underWay.size === 0) resolve();
    });
    for (const caller of this.#underWay.items()) caller.leave();
    try {
      this.#router = await work(idle);
    } finally {
      this.#onIdle = undefined;
      this.#pause = undefined;
      resume();
    }
  }
}
