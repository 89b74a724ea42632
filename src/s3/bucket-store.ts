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

/** Bytes in a row, under a name of their own: a put writes new ones beside the old. */
export interface Content {
  readonly contentId: string;
  readonly size: number;
}

/** An object as it is kept. */
export interface KeptObject extends StoredObject {
  /** Its bytes, when it was put whole. */
  readonly contentId: string;
  /** Its bytes in order, when it was put in parts. */
  readonly parts?: readonly Content[];
}

const contentsOf = ({ contentId, size, parts }: KeptObject): readonly Content[] =>
  parts ?? [{ contentId, size }];

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
  writeContent(transaction, object.contentId, bytes);
  writeEntry(transaction, bucket, object);
}

/** Keeps an object whose bytes are there already, in the place of the one that was there. */
export function writeEntry(transaction: Transaction, bucket: Bucket, object: KeptObject): void {
  removeObject(transaction, bucket, object.key);
  transaction.put(objectKey(bucket, object.key), object);
}

/** Keeps bytes, in pieces. */
export function writeContent(transaction: Transaction, contentId: string, bytes: Uint8Array): void {
  for (let start = 0, piece = 0; start < bytes.length; start += LIMITS.pieceBytes, piece++)
    transaction.put([PIECES, contentId, piece], bytes.subarray(start, start + LIMITS.pieceBytes));
}

export function removeContent(transaction: Transaction, { contentId, size }: Content): void {
  for (let piece = 0; piece * LIMITS.pieceBytes < size; piece++)
    transaction.remove([PIECES, contentId, piece]);
}

/** Removes an object, if there is one. */
export function removeObject(transaction: Transaction, bucket: Bucket, key: string): void {
  const object = readObject(transaction, bucket, key);
  if (!object) return;
  transaction.remove(objectKey(bucket, key));
  for (const content of contentsOf(object)) removeContent(transaction, content);
}

/** The bytes of an object from one position to another, both inclusive. */
export function readBytes(
  reader: Reader,
  object: KeptObject,
  { first, last }: { readonly first: number; readonly last: number },
): Uint8Array {
  const pieces: Uint8Array[] = [];
  let before = 0;
  for (const content of contentsOf(object)) {
    const from = Math.max(0, first - before);
    const to = Math.min(last - before, content.size - 1);
    if (from <= to) pieces.push(...piecesOf(reader, content.contentId, { first: from, last: to }));
    before += content.size;
  }
  return Buffer.concat(pieces);
}

function piecesOf(
  reader: Reader,
  contentId: string,
  { first, last }: { readonly first: number; readonly last: number },
): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  const lastPiece = Math.floor(last / LIMITS.pieceBytes);
  for (let piece = Math.floor(first / LIMITS.pieceBytes); piece <= lastPiece; piece++) {
    const bytes = reader.get<Uint8Array>([PIECES, contentId, piece])!;
    const start = piece * LIMITS.pieceBytes;
    pieces.push(bytes.subarray(Math.max(0, first - start), last + 1 - start));
  }
  return pieces;
}
