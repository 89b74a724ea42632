/**
 * Keeps which records of a shard are finished, in the order in which they were read, and so how far
 * the checkpoint may go: never past a record that some lane has not finished. Every lane finishes
 * its records in the order in which it was given them.
 */
export class Ledger {
  /** The lane of each record that is not yet behind the frontier; undefined: finished when read. */
  #entries: { readonly sequenceNumber: string; readonly lane: number | undefined }[] = [];
  /** How many records each lane has finished that are not yet behind the frontier. */
  readonly #finished: number[];
  #frontier: string | undefined;
  /** How many records are behind the frontier, and were when a checkpoint was last taken. */
  #passed = 0;
  #taken = 0;

  constructor(lanes: number) {
    this.#finished = new Array(lanes).fill(0);
  }

  /** Notes a record that was read; without a lane it is finished at once. */
  add(sequenceNumber: string, lane: number | undefined): void {
    this.#entries.push({ sequenceNumber, lane });
  }

  /** Notes that a lane has finished its next `count` records. */
  finish(lane: number, count: number): void {
    this.#finished[lane] = (this.#finished[lane] as number) + count;
  }

  /**
   * The checkpoint to store now: the last record such that it and all before it are finished;
   * undefined when there is none beyond the last one taken.
   */
  take(): string | undefined {
    const { count, finished } = this.#reach(this.#finished);
    if (count > 0) {
      this.#frontier = this.#entries[count - 1]?.sequenceNumber;
      this.#passed += count;
      this.#entries = this.#entries.slice(count);
      for (const [lane, left] of finished.entries()) this.#finished[lane] = left;
    }
    if (this.#passed <= this.#taken) return undefined;
    this.#taken = this.#passed;
    return this.#frontier;
  }

  /** As `take`, once `lane` will have finished `count` more records; they are not finished yet. */
  takeAhead(lane: number, count: number): string | undefined {
    const reach = this.#reach(this.#finished.map((n, index) => (index === lane ? n + count : n)));
    if (this.#passed + reach.count <= this.#taken) return undefined;
    this.#taken = this.#passed + reach.count;
    return this.#entries[reach.count - 1]?.sequenceNumber ?? this.#frontier;
  }

  /** How many entries from the first on are finished, and what is left of each lane's finished. */
  #reach(finishedByLane: readonly number[]): { count: number; finished: number[] } {
    const finished = [...finishedByLane];
    let count = 0;
    for (const { lane } of this.#entries) {
      if (lane !== undefined) {
        if (finished[lane] === 0) break;
        finished[lane] = (finished[lane] as number) - 1;
      }
      count++;
    }
    return { count, finished };
  }
}
