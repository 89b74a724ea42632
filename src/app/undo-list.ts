type Undo = () => void | Promise<void>;

/** What has to be undone, last thing first: in any case, or only when a start fails. */
export class UndoList {
  readonly #steps: { readonly undo: Undo; readonly onlyOnFailure: boolean }[] = [];
  #done: Promise<void> | undefined;

  always(undo: Undo): void {
    this.#steps.push({ undo, onlyOnFailure: false });
  }

  onFailure(undo: Undo): void {
    this.#steps.push({ undo, onlyOnFailure: true });
  }

  /** Undoes all but what is only for failures. Called again, waits for the first call to be done. */
  close(): Promise<void> {
    this.#done ??= this.#run(this.#steps.filter((step) => !step.onlyOnFailure));
    return this.#done;
  }

  /** Undoes everything. */
  fail(): Promise<void> {
    this.#done ??= this.#run(this.#steps);
    return this.#done;
  }

  /** Runs every step, even when some of them fail, and throws what they threw only at the end. */
  async #run(steps: readonly { readonly undo: Undo }[]): Promise<void> {
    const errors: unknown[] = [];
    for (const { undo } of steps.toReversed()) {
      try {
        await undo();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'Not everything could be stopped.');
  }
}
