/** What a transaction does besides reading and writing, the same in every store. */
export class TransactionHooks {
  readonly #before: (() => void)[] = [];
  readonly #after: (() => void)[] = [];
  #owned: Map<object, unknown> | undefined;

  own<T extends object>(owner: object, create: () => T): T {
    this.#owned ??= new Map();
    const known = this.#owned.get(owner) as T | undefined;
    if (known !== undefined) return known;
    const created = create();
    this.#owned.set(owner, created);
    return created;
  }

  beforeCommit(callback: () => void): void {
    this.#before.push(callback);
  }

  afterCommit(callback: () => void): void {
    this.#after.push(callback);
  }

  /** Calls what is to be called before the commit, also what is asked for meanwhile. */
  callBefore(): void {
    for (const callback of this.#before) callback();
  }

  callAfter(): void {
    for (const callback of this.#after) callback();
  }
}
