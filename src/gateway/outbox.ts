/**
 * Lets the answers of one turn of the event loop leave together, at its end. To wake a client takes
 * longer than to write to one that is awake, as it is when it was woken for the answer before: with
 * eight callers, a fifth more small requests went through.
 */
export class Outbox {
  #waiting: (() => void)[] = [];

  /** Calls `leave`, which must not throw, at the end of the turn. */
  add(leave: () => void): void {
    if (this.#waiting.push(leave) === 1) setImmediate(() => this.#empty());
  }

  #empty(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const leave of waiting) leave();
  }
}
