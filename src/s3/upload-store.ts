import type { Key, Reader, Transaction } from '../store/store.ts';
import { type Bucket, type Content, removeContent } from './bucket-store.ts';
import type { Checksums } from './checksums.ts';
import type { ObjectHeaders } from './stored-object.ts';

/*
 * Where things are kept:
 *
 *   uploads, bucket id, key, upload id      a multipart upload that is under way
 *   upload-parts, upload id, number         a part of it; its bytes are pieces, as those of objects
 */
const UPLOADS = 'uploads';
const PARTS = 'upload-parts';

/** A multipart upload: what its object is to be, but for the bytes. */
export interface Upload {
  readonly uploadId: string;
  readonly key: string;
  readonly initiatedMs: number;
  readonly headers: ObjectHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  /** Which checksum the parts are to have, as the caller said it. */
  readonly checksumAlgorithm?: string | undefined;
}

/** A part as it is kept. */
export interface Part extends Content {
  readonly number: number;
  /** The MD5 of the bytes in hexadecimal digits. */
  readonly etag: string;
  readonly lastModifiedMs: number;
  readonly checksums: Checksums;
}

const uploadKey = ({ id }: Bucket, ...rest: string[]): Key => [UPLOADS, id, ...rest];
const partKey = ({ uploadId }: Upload, ...number: number[]): Key => [PARTS, uploadId, ...number];

export function readUpload(
  reader: Reader,
  bucket: Bucket,
  { key, uploadId }: { readonly key: string; readonly uploadId: string },
): Upload | undefined {
  return reader.get<Upload>(uploadKey(bucket, key, uploadId));
}

/** The uploads to a bucket, by key and id. */
export function readUploads(reader: Reader, bucket: Bucket): Upload[] {
  return [...reader.range<Upload>({ prefix: uploadKey(bucket) })].map(({ value }) => value);
}

export function writeUpload(transaction: Transaction, bucket: Bucket, upload: Upload): void {
  transaction.put(uploadKey(bucket, upload.key, upload.uploadId), upload);
}

/** The parts of an upload, by number. */
export function readParts(reader: Reader, upload: Upload): Part[] {
  return [...reader.range<Part>({ prefix: partKey(upload) })].map(({ value }) => value);
}

/** Keeps a part, in the place of the one that has its number. */
export function writePart(transaction: Transaction, upload: Upload, part: Part): void {
  const key = partKey(upload, part.number);
  const before = transaction.get<Part>(key);
  if (before) removeContent(transaction, before);
  transaction.put(key, part);
}

/** Removes an upload with its parts, but for the bytes of those that its object keeps. */
export function removeUpload(
  transaction: Transaction,
  bucket: Bucket,
  { upload, kept = [] }: { readonly upload: Upload; readonly kept?: readonly Part[] },
): void {
  const keptIds = new Set(kept.map(({ contentId }) => contentId));
  for (const part of readParts(transaction, upload)) {
    transaction.remove(partKey(upload, part.number));
    if (!keptIds.has(part.contentId)) removeContent(transaction, part);
  }
  transaction.remove(uploadKey(bucket, upload.key, upload.uploadId));
}
