import type { Key, Reader, Transaction } from '../store/store.ts';
import { LIMITS } from './limits.ts';
import type { StoredObject } from './stored-object.ts';

/*
 * Where things are kept:
 *
 *   buckets, name                   a bucket; names are unique over all accounts, as on AWS
 *   objects, bucket id, key         an object without its bytes
 *   object-pieces, content id, n    its bytes, in pieces
 */
const BUCKETS = 'buckets';
const OBJECTS = 'objects';
const PIECES = 'object-pieces';

/** A bucket as it is kept. */
export interface Bucket {
  readonly name: string;
  /** Tells this bucket from an earlier one of its name. */
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly createdAtMs: number;
}

/** An object as it is kept: what its bytes are called lets a put write new ones beside the old. */
export interface KeptObject extends StoredObject {
  readonly contentId: string;
}

export function readBucket(reader: Reader, name: string): Bucket | undefined {
  return reader.get<Bucket>([BUCKETS, name]);
}

/** All buckets, by name. */
export function readBuckets(reader: Reader): Bucket[] {
  return [...reader.range<Bucket>({ prefix: [BUCKETS] })].map(({ value }) => value);
}

export function writeBucket(transaction: Transaction, bucket: Bucket): void {
  transaction.put([BUCKETS, bucket.name], bucket);
}

/** Removes a bucket, which must be empty. */
export function removeBucket(transaction: Transaction, { name }: Bucket): void {
  transaction.remove([BUCKETS, name]);
}

const objectKey = ({ id }: Bucket, ...key: string[]): Key => [OBJECTS, id, ...key];

export function readObject(reader: Reader, bucket: Bucket, key: string): KeptObject | undefined {
  return reader.get<KeptObject>(objectKey(bucket, key));
}

/** The objects of a bucket from a key on, in the order of their keys' UTF-8 bytes. */
export function* readObjects(
  reader: Reader,
  bucket: Bucket,
  from: string,
): Generator<KeptObject, void, void> {
  const range = { prefix: objectKey(bucket), from: objectKey(bucket, from) };
  for (const { value } of reader.range<KeptObject>(range)) yield value;
}

/** Whether a bucket holds nothing. */
export function isEmpty(reader: Reader, bucket: Bucket): boolean {
  for (const _ of reader.range({ prefix: objectKey(bucket), limit: 1 })) return false;
  return true;
}

/** Keeps an object with its bytes, in the place of the one that was there. */
export function writeObject(
  transaction: Transaction,
  bucket: Bucket,
  { object, bytes }: { readonly object: KeptObject; readonly bytes: Uint8Array },
): void {
  removeObject(transaction, bucket, object.key);
  transaction.put(objectKey(bucket, object.key), object);
  for (let start = 0, piece = 0; start < bytes.length; start += LIMITS.pieceBytes, piece++)
    transaction.put(
      [PIECES, object.contentId, piece],
      bytes.subarray(start, start + LIMITS.pieceBytes),
    );
}

/** Removes an object, if there is one. */
export function removeObject(transaction: Transaction, bucket: Bucket, key: string): void {
  const object = readObject(transaction, bucket, key);
  if (!object) return;
  transaction.remove(objectKey(bucket, key));
  for (let piece = 0; piece * LIMITS.pieceBytes < object.size; piece++)
    transaction.remove([PIECES, object.contentId, piece]);
}

/** The bytes of an object from one position to another, both inclusive. */
export function readBytes(
  reader: Reader,
  { contentId }: KeptObject,
  { first, last }: { readonly first: number; readonly last: number },
): Uint8Array {
  const pieces: Uint8Array[] = [];
  const lastPiece = Math.floor(last / LIMITS.pieceBytes);
  for (let piece = Math.floor(first / LIMITS.pieceBytes); piece <= lastPiece; piece++) {
    const bytes = reader.get<Uint8Array>([PIECES, contentId, piece])!;
    const start = piece * LIMITS.pieceBytes;
    pieces.push(bytes.subarray(Math.max(0, first - start), last + 1 - start));
  }
  return Buffer.concat(pieces);
}
