interface Entry {
  /** Absent when the entry ends nothing: more of the same stream record follows. */
  readonly sequenceNumber: string | undefined;
  /** Absent when it was finished as soon as it was read. */
  readonly lane: number | undefined;
}

/** How far the finished entries reach from the first one on. */
interface Reach {
  readonly count: number;
  /** The last sequence number among them, and which entry has it; both absent when none has. */
  readonly sequenceNumber?: string;
  readonly index?: number;
  /** What is left of what each lane has finished. */
  readonly finished: readonly number[];
}

/**
 * Keeps which records of a shard are finished, in the order in which they were read, and so how far
 * the checkpoint may go: never past a record that some lane has not finished. Every lane finishes
 * its records in the order in which it was given them.
 */
export class Ledger {
  /** What is not yet behind the frontier. */
  #entries: readonly Entry[] = [];
  readonly #added: Entry[] = [];
  /** How many records each lane has finished that are not yet behind the frontier. */
  #finished: readonly number[];
  /** How many entries are behind the frontier. */
  #passed = 0;
  /** Up to which entry the checkpoint was taken last. */
  #taken = -1;

  constructor(lanes: number) {
    this.#finished = new Array<number>(lanes).fill(0);
  }

  /**
   * Notes a record that was read; without a lane it is finished at once. Of a stream record that
   * became several, only the last one has the sequence number: the others end nothing.
   */
  add(sequenceNumber: string | undefined, lane: number | undefined): void {
    this.#added.push({ sequenceNumber, lane });
  }

  /** Notes that a lane has finished its next `count` records. */
  finish(lane: number, count: number): void {
    if (count === 0) return;
    this.#finished = this.#with(lane, count);
  }

  /**
   * The checkpoint to store now: the last record such that it and all before it are finished;
   * undefined when there is none beyond the last one taken.
   */
  take(): string | undefined {
    if (!this.#isMoving()) return undefined;
    const reach = this.#reach(this.#finished);
    const checkpoint = this.#claim(reach);
    this.#entries = this.#entries.slice(reach.count);
    this.#finished = reach.finished;
    this.#passed += reach.count;
    return checkpoint;
  }

  /** As `take`, once `lane` will have finished `count` more records; they are not finished yet. */
  takeAhead(lane: number, count: number): string | undefined {
    return this.#claim(this.#reach(this.#with(lane, count)));
  }

  /** Whether the first entry is finished: mostly it is not, and there is nothing to work out. */
  #isMoving(): boolean {
    const first = this.#entries[0] ?? this.#added[0];
    if (!first) return false;
    return first.lane === undefined || (this.#finished[first.lane] as number) > 0;
  }

  #claim({ sequenceNumber, index }: Reach): string | undefined {
    if (index === undefined || this.#passed + index <= this.#taken) return undefined;
    this.#taken = this.#passed + index;
    return sequenceNumber;
  }

  #reach(finishedByLane: readonly number[]): Reach {
    if (this.#added.length > 0) this.#entries = [...this.#entries, ...this.#added.splice(0)];
    const finished = [...finishedByLane];
    let last: { sequenceNumber: string; index: number } | undefined;
    let count = 0;
    for (const { lane, sequenceNumber } of this.#entries) {
      if (lane !== undefined) {
        const left = finished[lane] as number;
        if (left === 0) break;
        finished[lane] = left - 1;
      }
      if (sequenceNumber !== undefined) last = { sequenceNumber, index: count };
      count++;
    }
    return { count, ...last, finished };
  }

  #with(lane: number, count: number): readonly number[] {
    return this.#finished.map((finished, index) => (index === lane ? finished + count : finished));
  }
}
