/**
 * Lets the answers of one turn of the event loop leave together, at its end, while there are several
 * in a turn. To wake a client takes longer than to write to one that is awake, as it is when it was
 * woken for the answer before: with eight callers, a tenth more small requests went through.
 */
export class Outbox {
  #waiting: (() => void)[] = [];
  /** How many answers this turn has had. */
  #count = 0;
  #areSeveral = false;

  /** Calls `leave`, which must not throw: at the end of the turn if the one before had several. */
  add(leave: () => void): void {
    if (this.#count++ === 0) setImmediate(() => this.#endTurn());
    if (this.#areSeveral) this.#waiting.push(leave);
    else leave();
  }

  #endTurn(): void {
    this.#areSeveral = this.#count > 1;
    this.#count = 0;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const leave of waiting) leave();
  }
}
