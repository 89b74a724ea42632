/** What a sequence number says of its record. */
export interface SequenceNumberParts {
  /** When the shard was created, in whole seconds since the Unix epoch. */
  readonly shardCreatedAtSeconds: number;
  readonly shardIndex: number;
  /** The place in the shard: 0 is the shard's own start, its first record has 1. */
  readonly index: bigint;
  /** When the record was written, in whole seconds since the Unix epoch. */
  readonly writtenAtSeconds: number;
}

/** The index in the sequence number that ends a closed shard: greater than any record's. */
export const LAST_INDEX = 0x7fff_ffff_ffff_ffffn;

/*
 * The layout that real numbers have, as 47 hexadecimal digits from the left: 2, nine of the shard's
 * creation time, one of the shard index (its lowest), sixteen of the index, 00, nine of the write
 * time, eight of the shard index, 2. It is observed on AWS and documented nowhere, so nothing
 * outside this file may depend on it. The index stands above the write time: numbers of one shard
 * increase with the index whatever the clock does.
 */
const FORM = 2n;
const FORM_AT = 184n;
const CREATED_AT = 148n;
const NIBBLE_AT = 144n;
const INDEX_AT = 80n;
const WRITTEN_AT = 36n;
const SHARD_AT = 4n;

/** How far the numbers of two records of one index and the next lie apart, all else the same. */
export const NEXT_INDEX = 1n << INDEX_AT;

const bits = (number: bigint, from: bigint, count: bigint) =>
  (number >> from) & ((1n << count) - 1n);

/** Writes a sequence number: a decimal number, 56 digits long in practice. */
export function formatSequenceNumber(parts: SequenceNumberParts): string {
  return sequenceNumberOf(parts).toString();
}

/** The number itself. */
export function sequenceNumberOf(parts: SequenceNumberParts): bigint {
  const shardIndex = BigInt(parts.shardIndex);
  return (
    (FORM << FORM_AT) |
    (BigInt(parts.shardCreatedAtSeconds) << CREATED_AT) |
    ((shardIndex & 0xfn) << NIBBLE_AT) |
    (parts.index << INDEX_AT) |
    (BigInt(parts.writtenAtSeconds) << WRITTEN_AT) |
    (shardIndex << SHARD_AT) |
    FORM
  );
}

/** Reads a sequence number, or answers undefined for what can be none. */
export function parseSequenceNumber(text: string): SequenceNumberParts | undefined {
  if (!/^[1-9]\d{0,128}$/.test(text)) return undefined;
  const number = BigInt(text);
  const shardIndex = bits(number, SHARD_AT, 32n);
  const index = bits(number, INDEX_AT, 64n);
  if (shardIndex > 0x7fff_ffffn || index > LAST_INDEX) return undefined;
  const parts = {
    shardCreatedAtSeconds: Number(bits(number, CREATED_AT, 36n)),
    shardIndex: Number(shardIndex),
    index,
    writtenAtSeconds: Number(bits(number, WRITTEN_AT, 36n)),
  };
  return formatSequenceNumber(parts) === text ? parts : undefined;
}
