import { hash } from 'node:crypto';
import { KinesisError } from './kinesis-error.ts';

/** A part of the hash key space, both ends included. */
export interface HashKeyRange {
  readonly starting: bigint;
  readonly ending: bigint;
}

/** How many hash keys there are: a hash key is an MD5 sum read as an unsigned number. */
export const HASH_KEY_COUNT = 1n << 128n;

/**
 * The hash key of a partition key, as 32 hexadecimal digits: the MD5 sum of its UTF-8 bytes (Kinesis
 * developer guide). Texts of one length have the order of their numbers, and are there sooner.
 */
export function hashKeyOf(partitionKey: string): string {
  return hash('md5', partitionKey, 'hex');
}

/** A hash key as `hashKeyOf` writes it. */
export const hexOf = (hashKey: bigint): string => hashKey.toString(16).padStart(32, '0');

/**
 * Reads a hash key that a producer chose itself.
 *
 * @throws KinesisError InvalidArgument when it lies outside the hash key space
 */
export function parseExplicitHashKey(text: string): bigint {
  const hashKey = /^(0|[1-9]\d{0,38})$/.test(text) ? BigInt(text) : HASH_KEY_COUNT;
  if (hashKey < HASH_KEY_COUNT) return hashKey;
  throw new KinesisError(
    'InvalidArgument',
    'Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. ' +
      `Specified value was ${text}`,
  );
}

/** Divides the whole space into `count` ranges; the last one takes what does not divide evenly. */
export function splitHashKeySpace(count: number): HashKeyRange[] {
  const width = HASH_KEY_COUNT / BigInt(count);
  return Array.from({ length: count }, (_, position) => ({
    starting: width * BigInt(position),
    ending: (position === count - 1 ? HASH_KEY_COUNT : width * BigInt(position + 1)) - 1n,
  }));
}

/**
 * Finds what covers `hashKey`, in hexadecimal digits, among ranges that are in order and leave no
 * gap; each begins at its `startingHex`.
 */
export function findByHashKey<Holder extends { readonly startingHex: string }>(
  holders: readonly Holder[],
  hashKey: string,
): Holder {
  let [low, high] = [0, holders.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((holders[middle] as Holder).startingHex <= hashKey) low = middle;
    else high = middle - 1;
  }
  return holders[low] as Holder;
}
