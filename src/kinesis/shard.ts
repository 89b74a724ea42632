import type { StoredRecord } from './chunk-content.ts';
import { findByHashKey, hashKeyOf, hexOf, parseExplicitHashKey } from './hash-key.ts';
import { KinesisError } from './kinesis-error.ts';
import type { RecordChunk } from './record-chunk.ts';
import {
  formatSequenceNumber,
  LAST_INDEX,
  NEXT_INDEX,
  type SequenceNumberParts,
  sequenceNumberOf,
} from './sequence-number.ts';

/** A shard as the stream's definition keeps it. Hash keys are decimal numbers as text. */
export interface ShardDefinition {
  readonly index: number;
  readonly createdAtMs: number;
  /**
   * The creation time that its sequence numbers tell, in whole seconds; that of `createdAtMs` unless
   * given. Later than that of any parent.
   */
  readonly epochSeconds?: number | undefined;
  readonly startingHashKey: string;
  readonly endingHashKey: string;
  /** The shard that was split, or the first of the two that were merged, to make this one. */
  readonly parentIndex?: number | undefined;
  /** The second of two shards that were merged to make this one. */
  readonly adjacentParentIndex?: number | undefined;
  /** When it was split or merged; an open shard has none. */
  readonly closedAtMs?: number | undefined;
}

/** Where the next record of a shard goes. */
export interface ShardTail {
  /** The sequence index of the next record; a shard's first record has 1. */
  readonly nextIndex: number;
  /** When the last record arrived; the shard's creation time when there was none. */
  readonly lastArrivalMs: number;
}

/** A shard with what memory knows of it. */
export interface Shard {
  readonly definition: ShardDefinition;
  readonly shardId: string;
  /** Its first hash key, as `hashKeyOf` writes it. */
  readonly startingHex: string;
  tail: ShardTail;
  /** The chunk that was read last, while somebody has a record of it: the next read begins in it. */
  lastRead?: WeakRef<RecordChunk>;
}

/** What `listShards` and `describe` tell of a shard. */
export interface ShardDescription {
  readonly shardId: string;
  readonly parentShardId?: string | undefined;
  readonly adjacentParentShardId?: string | undefined;
  readonly hashKeyRange: { readonly startingHashKey: string; readonly endingHashKey: string };
  readonly sequenceNumberRange: {
    readonly startingSequenceNumber: string;
    /** Only a closed shard has one. */
    readonly endingSequenceNumber?: string | undefined;
  };
}

/** What GetRecords tells at the end of a closed shard of each shard that follows it. */
export interface ChildShard {
  readonly shardId: string;
  readonly parentShards: readonly string[];
  readonly hashKeyRange: { readonly startingHashKey: string; readonly endingHashKey: string };
}

/** Makes a shard of what the store keeps. */
export function shardOf(definition: ShardDefinition, tail?: ShardTail): Shard {
  return {
    definition,
    shardId: shardIdOf(definition.index),
    startingHex: hexOf(BigInt(definition.startingHashKey)),
    tail: tail ?? { nextIndex: 1, lastArrivalMs: definition.createdAtMs },
  };
}

/** `shardId-000000000000` and so on. */
export const shardIdOf = (index: number): string => `shardId-${String(index).padStart(12, '0')}`;

/** The number in a shard id. As AWS does, it takes any prefix, and leading zeros may be missing. */
export function parseShardId(shardId: string): number | undefined {
  const digits = /^(?:[^-]*-)?(\d+)$/.exec(shardId)?.[1];
  const index = Number(digits ?? Number.NaN);
  return index <= 0x7fff_ffff ? index : undefined;
}

/** The creation time of a shard that its sequence numbers tell, in whole seconds. */
export function sequenceEpochSeconds({ epochSeconds, createdAtMs }: ShardDefinition): number {
  return epochSeconds ?? Math.floor(createdAtMs / 1000);
}

/** The sequence number at `index` in a shard, written at `writtenAtMs`. */
export function sequenceNumberAt(
  shard: ShardDefinition,
  index: number | bigint,
  writtenAtMs: number,
): string {
  return formatSequenceNumber(partsAt(shard, index, writtenAtMs));
}

function partsAt(
  shard: ShardDefinition,
  index: number | bigint,
  writtenAtMs: number,
): SequenceNumberParts {
  return {
    shardCreatedAtSeconds: sequenceEpochSeconds(shard),
    shardIndex: shard.index,
    index: BigInt(index),
    writtenAtSeconds: Math.floor(writtenAtMs / 1000),
  };
}

/** The sequence numbers of `count` records that follow each other from a sequence index on. */
export function sequenceNumbersFrom(
  shard: ShardDefinition,
  { index, writtenAtMs, count }: { index: number; writtenAtMs: number; count: number },
): string[] {
  let number = sequenceNumberOf(partsAt(shard, index, writtenAtMs));
  return Array.from({ length: count }, (_, offset) => {
    if (offset > 0) number += NEXT_INDEX;
    return number.toString();
  });
}

/** The sequence number of the last record of a shard, or the one at which it starts. */
export function lastSequenceNumber({ definition, tail }: Shard): string {
  return sequenceNumberAt(definition, tail.nextIndex - 1, tail.lastArrivalMs);
}

/** Which of the open shards, in the order of their hash keys, takes a record. */
export function route(open: readonly Shard[], record: StoredRecord): Shard {
  const { explicitHashKey, partitionKey } = record;
  if (explicitHashKey !== undefined) {
    return findByHashKey(open, hexOf(parseExplicitHashKey(explicitHashKey)));
  }
  return open.length === 1 ? (open[0] as Shard) : findByHashKey(open, hashKeyOf(partitionKey));
}

/** Describes a shard for those outside. */
export function describeShard({ definition, shardId }: Shard): ShardDescription {
  const { parentIndex, adjacentParentIndex, createdAtMs, closedAtMs } = definition;
  return {
    shardId,
    parentShardId: parentIndex === undefined ? undefined : shardIdOf(parentIndex),
    adjacentParentShardId:
      adjacentParentIndex === undefined ? undefined : shardIdOf(adjacentParentIndex),
    hashKeyRange: hashKeyRangeOf(definition),
    sequenceNumberRange: {
      startingSequenceNumber: sequenceNumberAt(definition, 0, createdAtMs),
      endingSequenceNumber:
        closedAtMs === undefined ? undefined : sequenceNumberAt(definition, LAST_INDEX, closedAtMs),
    },
  };
}

/** The shards that were made of a closed shard. */
export function childrenOf(shard: Shard, all: readonly Shard[]): ChildShard[] {
  return all
    .map((each) => ({ each, parents: parentsOf(each.definition) }))
    .filter(({ parents }) => parents.includes(shard.definition.index))
    .map(({ each, parents }) => ({
      shardId: each.shardId,
      parentShards: parents.map(shardIdOf),
      hashKeyRange: hashKeyRangeOf(each.definition),
    }));
}

/** The error for a shard id that cannot be one. */
export function shardUnreadable(shardId: string, streamName: string, account: string) {
  const where = `in stream ${streamName} under account ${account}`;
  return new KinesisError('ShardNotFound', `Could not find shard ${shardId} ${where}.`);
}

/** The error for a shard that its stream does not have. */
export function shardMissing(index: number, streamName: string, account: string) {
  const where = `in stream ${streamName} under account ${account}`;
  return new KinesisError('ShardNotFound', `Shard ${shardIdOf(index)} ${where} does not exist`);
}

const parentsOf = ({ parentIndex, adjacentParentIndex }: ShardDefinition): number[] =>
  [parentIndex, adjacentParentIndex].filter((index) => index !== undefined);

const hashKeyRangeOf = ({ startingHashKey, endingHashKey }: ShardDefinition) => ({
  startingHashKey,
  endingHashKey,
});
