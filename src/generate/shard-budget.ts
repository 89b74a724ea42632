/** What a shard takes in a second (Amazon Kinesis developer guide, "Quotas and limits"). */
const SHARD_RECORDS_PER_SECOND = 1000;
const SHARD_BYTES_PER_SECOND = 1024 * 1024;

/**
 * What may be ahead of an even flow: a tenth of a second. More would let two seconds' worth go
 * within the first.
 */
const BURST = 0.1;

interface Level {
  records: number;
  bytes: number;
  atMs: number;
}

/**
 * Keeps puts within what the shards take. A record may go as long as its shard owes nothing; one
 * that is larger than what is left makes it owe, so that records of 1 MB go too.
 */
export class ShardBudget {
  readonly #levels = new Map<string, Level>();

  /** Whether a record of so many bytes may be put to the shard now; if so, it counts as put. */
  take(shardId: string, bytes: number, nowMs: number): boolean {
    const level = this.#levelAt(shardId, nowMs);
    if (level.records < 1 || level.bytes <= 0) return false;
    level.records -= 1;
    level.bytes -= bytes;
    return true;
  }

  #levelAt(shardId: string, nowMs: number): Level {
    const full = {
      records: SHARD_RECORDS_PER_SECOND * BURST,
      bytes: SHARD_BYTES_PER_SECOND * BURST,
    };
    let level = this.#levels.get(shardId);
    if (!level) {
      level = { ...full, atMs: nowMs };
      this.#levels.set(shardId, level);
    }
    const seconds = Math.max(0, nowMs - level.atMs) / 1000;
    level.records = Math.min(full.records, level.records + seconds * SHARD_RECORDS_PER_SECOND);
    level.bytes = Math.min(full.bytes, level.bytes + seconds * SHARD_BYTES_PER_SECOND);
    level.atMs = nowMs;
    return level;
  }
}
