import { createHash } from 'node:crypto';

/** An open shard, with the first hash key that it takes, as a decimal number. */
export interface OpenShard {
  readonly shardId: string;
  readonly startingHashKey: string;
}

/**
 * Which shard a partition key belongs to: the one whose range holds its MD5 sum (Kinesis API
 * reference). The ranges of open shards have no gaps, so that where they begin says all.
 */
export class ShardMap {
  /** In the order of their hash keys: what they begin with, as hexadecimal digits, and their ids. */
  readonly #starts: readonly string[];
  readonly #ids: readonly string[];

  constructor(shards: readonly OpenShard[]) {
    const sorted = shards
      .map(({ shardId, startingHashKey }) => ({ shardId, start: BigInt(startingHashKey) }))
      .sort((a, b) => (a.start < b.start ? -1 : 1));
    this.#ids = sorted.map(({ shardId }) => shardId);
    this.#starts = sorted.map(({ start }) => start.toString(16).padStart(32, '0'));
  }

  /** The id of the key's shard. */
  shardOf(partitionKey: string): string {
    // Digits of equal length compare as the numbers do, and much faster than big numbers.
    return this.#shardOfHash(createHash('md5').update(partitionKey, 'utf8').digest('hex'));
  }

  #shardOfHash(hash: string): string {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as string) <= hash) low = middle;
      else high = middle - 1;
    }
    return this.#ids[low] ?? '';
  }
}
