import type { Delivery } from '../delivery-log.ts';
import { compareSequenceNumbers, type Violation } from '../violation.ts';
import { Lanes } from './lanes.ts';
import type { ReadRecord } from './streams.ts';

export interface LaneEvidence {
  /** How many batches of a shard may be under way at once. */
  readonly lanes: number;
  /** In the order in which they began. */
  readonly deliveries: readonly Delivery[];
  readonly shards: ReadonlyMap<string, readonly ReadRecord[]>;
}

/**
 * A lane begins a batch only when everything before it is finished, and that is stored by then. So
 * within a run no lane goes back, and the next run begins no earlier than the first record that some
 * lane had not finished.
 */
export function checkRedeliveries({ lanes, deliveries, shards }: LaneEvidence): Violation[] {
  const laneOf = new Lanes(deliveries, lanes);
  const byShard = new Map<string, Delivery[]>();
  for (const delivery of deliveries) {
    const { shardId } = delivery;
    byShard.set(shardId, [...(byShard.get(shardId) ?? []), delivery]);
  }
  return [...byShard].flatMap(([shardId, ofShard]) => {
    const order = (shards.get(shardId) ?? []).map(({ sequenceNumber }) => sequenceNumber);
    return checkShard(new ShardProgress(laneOf, order), ofShard);
  });
}

function checkShard(progress: ShardProgress, deliveries: readonly Delivery[]): Violation[] {
  const violations: Violation[] = [];
  let run: number | undefined;
  for (const delivery of deliveries) {
    if (delivery.run !== run) progress.restart();
    run = delivery.run;
    const broken = progress.broken(delivery);
    if (broken) violations.push(broken);
    progress.begin(delivery);
  }
  return violations;
}

/** How far the consumer of one shard must have come, by what it has begun. */
class ShardProgress {
  readonly #lanes: Lanes;
  readonly #order: readonly string[];
  /**
   * The first record of the last batch that each lane began in this run. What a lane finished in an
   * earlier run does not count: while another lane holds the checkpoint back, it is forgotten.
   */
  readonly #floors = new Map<string, string>();
  /** The lane of every record that was delivered. */
  readonly #laneOfRecord = new Map<string, string>();
  /** Where this run may have begun at the earliest. */
  #frontier = '0';
  #passed = 0;

  constructor(lanes: Lanes, order: readonly string[]) {
    this.#lanes = lanes;
    this.#order = order;
  }

  /** The run is over; what it finished is where the next one may begin. */
  restart(): void {
    if (this.#lanes.count === 1) {
      this.#frontier = [...this.#floors.values()][0] ?? this.#frontier;
    } else {
      while (this.#isFinished(this.#order[this.#passed])) this.#passed++;
      this.#frontier = this.#order[this.#passed] ?? this.#frontier;
    }
    this.#floors.clear();
  }

  begin({ records }: Delivery): void {
    const first = records[0];
    if (!first) return;
    const lane = this.#lanes.of(first.partitionKey);
    const floor = this.#floors.get(lane) ?? '0';
    if (compareSequenceNumbers(first.sequenceNumber, floor) > 0) {
      this.#floors.set(lane, first.sequenceNumber);
    }
    for (const { sequenceNumber } of records) this.#laneOfRecord.set(sequenceNumber, lane);
  }

  broken({ records, run, shardId }: Delivery): Violation | undefined {
    const first = records[0];
    if (!first) return undefined;
    const found = `${first.id} (${first.sequenceNumber}) of ${shardId} in run ${run}`;
    if (compareSequenceNumbers(first.sequenceNumber, this.#frontier) < 0) {
      const law = 'after a restart nothing is delivered again before the last batch under way';
      return { law, expected: `nothing before ${this.#frontier}`, found };
    }
    const floor = this.#floors.get(this.#lanes.of(first.partitionKey)) ?? '0';
    if (compareSequenceNumbers(first.sequenceNumber, floor) >= 0) return undefined;
    const law = 'a lane goes through its records in order';
    return { law, expected: `nothing before ${floor}`, found };
  }

  #isFinished(sequenceNumber: string | undefined): boolean {
    const lane = this.#laneOfRecord.get(sequenceNumber ?? '');
    if (lane === undefined || sequenceNumber === undefined) return false;
    return compareSequenceNumbers(sequenceNumber, this.#floors.get(lane) ?? '0') < 0;
  }
}
