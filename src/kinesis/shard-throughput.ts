import { KinesisError } from './kinesis-error.ts';
import { LIMITS } from './limits.ts';
import type { Shard } from './shard.ts';
import type { Stream } from './stream.ts';

/**
 * How much of something may pass in a second. The second begins with what passes first; more than
 * is allowed may pass at once then, such as a large record, and takes the seconds that follow too.
 */
class Allowance {
  readonly #perSecond: number;
  #used = 0;
  #sinceMs = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  has(amount: number, nowMs: number): boolean {
    const lastsMs = Math.max(1, this.#used / this.#perSecond) * 1000;
    // The clock may be set back.
    if (nowMs >= this.#sinceMs + lastsMs || nowMs < this.#sinceMs) this.#used = 0;
    return this.#used === 0 || this.#used + amount <= this.#perSecond;
  }

  use(amount: number, nowMs: number): void {
    if (this.#used === 0) this.#sinceMs = nowMs;
    this.#used += amount;
  }
}

/** What one shard may take and give. */
interface ShardAllowances {
  readonly recordsIn: Allowance;
  readonly bytesIn: Allowance;
  readonly reads: Allowance;
  readonly bytesOut: Allowance;
}

/** Holds shards to what they take and give on AWS (Kinesis developer guide, quotas). */
export class ShardThroughput {
  /** By the id of the stream and the number of the shard. */
  readonly #known = new Map<string, ShardAllowances>();

  /** Why a record cannot be put now; undefined when it can, and then it counts. */
  put(place: ShardOf, bytes: number, nowMs: number): KinesisError | undefined {
    const { recordsIn, bytesIn } = this.#of(place);
    if (!recordsIn.has(1, nowMs) || !bytesIn.has(bytes, nowMs)) return exceeded(place);
    recordsIn.use(1, nowMs);
    bytesIn.use(bytes, nowMs);
    return undefined;
  }

  /**
   * Counts a read, and answers how to count what it gave.
   *
   * @throws KinesisError ThroughputExceeded
   */
  read(place: ShardOf, nowMs: number): (bytes: number) => void {
    const { reads, bytesOut } = this.#of(place);
    if (!reads.has(1, nowMs) || !bytesOut.has(1, nowMs)) throw exceeded(place);
    reads.use(1, nowMs);
    return (bytes) => bytesOut.use(bytes, nowMs);
  }

  #of({ stream, shard }: ShardOf): ShardAllowances {
    const key = `${stream.definition.streamId}/${shard.definition.index}`;
    const known = this.#known.get(key) ?? {
      recordsIn: new Allowance(LIMITS.shardRecordsInPerSecond),
      bytesIn: new Allowance(LIMITS.shardBytesInPerSecond),
      reads: new Allowance(LIMITS.shardReadsPerSecond),
      bytesOut: new Allowance(LIMITS.shardBytesOutPerSecond),
    };
    this.#known.set(key, known);
    return known;
  }
}

interface ShardOf {
  readonly stream: Stream;
  readonly shard: Shard;
}

/** The text is public. */
function exceeded({ stream, shard }: ShardOf): KinesisError {
  const { scope, definition } = stream;
  return new KinesisError(
    'ThroughputExceeded',
    `Rate exceeded for shard ${shard.shardId} in stream ${definition.streamName} under account ` +
      `${scope.account}.`,
  );
}
