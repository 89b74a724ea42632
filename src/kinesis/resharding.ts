import { type ShardDefinition, sequenceEpochSeconds } from './shard.ts';
import type { Stream } from './stream.ts';

/**
 * The shards of a stream while splits and merges are worked out; nothing is stored. Everything that
 * one resharding does happens at one moment.
 */
export class Resharding {
  readonly #shards: Map<number, ShardDefinition>;
  readonly #atMs: number;
  #nextIndex: number;

  constructor({ shards, open }: Stream, nowMs: number) {
    this.#shards = new Map(shards.map(({ definition }) => [definition.index, definition]));
    // The newest shard is always open, so no index is given twice.
    this.#nextIndex = Math.max(...this.#shards.keys()) + 1;
    // Should the clock have been set back: no child begins before its parents' last record.
    this.#atMs = Math.max(nowMs, ...open.map(({ tail }) => tail.lastArrivalMs));
  }

  /** Every shard, in the order of the indexes. */
  get shards(): ShardDefinition[] {
    return [...this.#shards.values()];
  }

  /** The open shards, in the order of their hash keys. */
  get open(): ShardDefinition[] {
    return this.shards
      .filter(({ closedAtMs }) => closedAtMs === undefined)
      .sort((one, other) => (startOf(one) < startOf(other) ? -1 : 1));
  }

  /** Splits an open shard; the second of its children begins with `at`. */
  split(parent: ShardDefinition, at: bigint): [ShardDefinition, ShardDefinition] {
    this.#close(parent);
    const { startingHashKey, endingHashKey } = parent;
    return [
      this.#add([parent], { startingHashKey, endingHashKey: String(at - 1n) }),
      this.#add([parent], { startingHashKey: String(at), endingHashKey }),
    ];
  }

  /** Merges two open shards, the second of which begins where the first one ends. */
  merge(first: ShardDefinition, second: ShardDefinition): ShardDefinition {
    this.#close(first);
    this.#close(second);
    const { startingHashKey } = first;
    const { endingHashKey } = second;
    return this.#add([first, second], { startingHashKey, endingHashKey });
  }

  #close(shard: ShardDefinition): void {
    this.#shards.set(shard.index, { ...shard, closedAtMs: this.#atMs });
  }

  #add(
    parents: readonly ShardDefinition[],
    hashKeys: { startingHashKey: string; endingHashKey: string },
  ): ShardDefinition {
    const [parent, adjacentParent] = parents;
    const index = this.#nextIndex++;
    const epochs = parents.map(sequenceEpochSeconds);
    const child: ShardDefinition = {
      index,
      createdAtMs: this.#atMs,
      // A second later than it is, as AWS does it: every sequence number of a child is greater than
      // any of its parents, so that a key's records are in order across the resharding.
      epochSeconds: Math.max(Math.floor(this.#atMs / 1000), ...epochs) + 1,
      ...hashKeys,
      parentIndex: parent?.index,
      adjacentParentIndex: adjacentParent?.index,
    };
    this.#shards.set(index, child);
    return child;
  }
}

const startOf = ({ startingHashKey }: ShardDefinition): bigint => BigInt(startingHashKey);
