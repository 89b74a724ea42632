/** How far the finished entries reach from the first one on. */
interface Reach {
  readonly count: number;
  /** Which of them is the last that ends a record of the stream; -1 when none does. */
  readonly lastEndingAt: number;
  /** What is left of what each lane has finished. */
  readonly finished: readonly number[];
}

/**
 * Keeps which records of a shard are finished, in the order in which they were read, and so how far
 * the checkpoint may go: never past a record that some lane has not finished. Every lane finishes
 * its records in the order in which it was given them.
 */
export class Ledger {
  /**
   * Of each entry that is not yet behind the frontier, the sequence number of the record that it ends;
   * undefined where more of the same one follows. Never the record: thousands may wait for one.
   */
  #endings: (string | undefined)[] = [];
  /** Of the same entries, the lane; undefined where it was finished as soon as it was read. */
  #laneOf: (number | undefined)[] = [];
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
    this.#endings.push(sequenceNumber);
    this.#laneOf.push(lane);
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
    this.#endings = this.#endings.slice(reach.count);
    this.#laneOf = this.#laneOf.slice(reach.count);
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
    if (this.#laneOf.length === 0) return false;
    const lane = this.#laneOf[0];
    return lane === undefined || (this.#finished[lane] as number) > 0;
  }

  #claim({ lastEndingAt }: Reach): string | undefined {
    if (lastEndingAt === -1 || this.#passed + lastEndingAt <= this.#taken) return undefined;
    this.#taken = this.#passed + lastEndingAt;
    return this.#endings[lastEndingAt];
  }

  #reach(finishedByLane: readonly number[]): Reach {
    const finished = [...finishedByLane];
    let lastEndingAt = -1;
    let count = 0;
    for (const lane of this.#laneOf) {
      if (lane !== undefined) {
        const left = finished[lane] as number;
        if (left === 0) break;
        finished[lane] = left - 1;
      }
      if (this.#endings[count] !== undefined) lastEndingAt = count;
      count++;
    }
    return { count, lastEndingAt, finished };
  }

  #with(lane: number, count: number): readonly number[] {
    return this.#finished.map((finished, index) => (index === lane ? finished + count : finished));
  }
}
