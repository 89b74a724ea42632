import { createHash } from 'node:crypto';
import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../random/random.ts';
import type { Store } from '../store/store.ts';
import {
  type Bucket,
  type KeptObject,
  readObject,
  writeContent,
  writeEntry,
} from './bucket-store.ts';
import { checkDigests, type ExpectedDigests } from './checksums.ts';
import { chosenParts, type NamedPart } from './chosen-parts.ts';
import { checkWrite, type WriteConditions } from './conditions.ts';
import { LIMITS } from './limits.ts';
import { checkKey, checkMetadata, checkSize } from './object-check.ts';
import { S3Error } from './s3-error.ts';
import type { ObjectHeaders, StoredObject } from './stored-object.ts';
import {
  type Part,
  readParts,
  readUpload,
  readUploads,
  removeUpload,
  type Upload,
  writePart,
  writeUpload,
} from './upload-store.ts';

/** What multipart uploads need of the world around them. */
export interface UploadsDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly bucketOf: (scope: Scope, name: string) => Bucket;
}

/** Names an upload. */
export interface UploadName {
  readonly bucketName: string;
  readonly key: string;
  readonly uploadId: string;
}

/** What is said of an object when the upload of its parts begins. */
export interface NewUpload {
  readonly bucketName: string;
  readonly key: string;
  readonly headers: ObjectHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksumAlgorithm?: string | undefined;
}

/** Objects that are put in parts. All of it is in the store; nothing is remembered beside it. */
export class MultipartUploads {
  readonly #dependencies: UploadsDependencies;

  constructor(dependencies: UploadsDependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws S3Error NoSuchBucket, AccessDenied, KeyTooLongError, MetadataTooLarge, … */
  async begin(scope: Scope, { bucketName, ...object }: NewUpload): Promise<Upload> {
    const { store, clock, random, bucketOf } = this.#dependencies;
    const bucket = bucketOf(scope, bucketName);
    checkKey(object.key);
    checkMetadata(object.metadata);
    const upload = { ...object, uploadId: random.hex(64), initiatedMs: clock.now() };
    await store.transact((transaction) => writeUpload(transaction, bucket, upload));
    return upload;
  }

  /**
   * Keeps a part, in the place of one of its number.
   *
   * @throws S3Error NoSuchUpload, InvalidArgument, EntityTooLarge, BadDigest, …
   */
  async putPart(
    scope: Scope,
    name: UploadName,
    part: {
      readonly number: number;
      readonly bytes: Uint8Array;
      readonly expected?: ExpectedDigests;
    },
  ): Promise<Part> {
    const { store, clock, random } = this.#dependencies;
    const { number, bytes, expected = {} } = part;
    checkNumber(number);
    checkSize(bytes);
    checkDigests(bytes, expected);
    const { upload } = this.#find(scope, name);
    const kept: Part = {
      number,
      size: bytes.byteLength,
      etag: createHash('md5').update(bytes).digest('hex'),
      lastModifiedMs: clock.now(),
      checksums: expected.checksums ?? {},
      contentId: random.hex(32),
    };
    await store.transact((transaction) => {
      writePart(transaction, upload, kept);
      writeContent(transaction, kept.contentId, bytes);
    });
    return kept;
  }

  /**
   * Makes the object out of the parts that are named; other parts are dropped.
   *
   * @throws S3Error NoSuchUpload, InvalidPart, InvalidPartOrder, EntityTooSmall, EntityTooLarge,
   *   InvalidRequest, PreconditionFailed
   */
  async complete(
    scope: Scope,
    name: UploadName,
    given: {
      readonly parts: readonly NamedPart[];
      readonly size?: number | undefined;
      readonly conditions?: WriteConditions;
    },
  ): Promise<StoredObject> {
    const { store, clock } = this.#dependencies;
    const { bucket, upload } = this.#find(scope, name);
    const parts = chosenParts(readParts(store, upload), given.parts);
    const size = parts.reduce((sum, part) => sum + part.size, 0);
    checkWhole(size, given.size);
    checkWrite(readObject(store, bucket, name.key), name.key, given.conditions ?? {});
    const { headers, metadata } = upload;
    const object: KeptObject = {
      ...{ key: name.key, size, metadata, checksums: {} },
      etag: etagOf(parts),
      lastModifiedMs: clock.now(),
      headers: { ...headers, contentType: headers.contentType ?? 'application/octet-stream' },
      contentId: '',
      parts: parts.map((part) => ({ contentId: part.contentId, size: part.size })),
    };
    await store.transact((transaction) => {
      writeEntry(transaction, bucket, object);
      removeUpload(transaction, bucket, { upload, kept: parts });
    });
    return object;
  }

  /** Drops an upload with its parts. @throws S3Error NoSuchUpload, NoSuchBucket, AccessDenied */
  async abort(scope: Scope, name: UploadName): Promise<void> {
    const { bucket, upload } = this.#find(scope, name);
    const { store } = this.#dependencies;
    await store.transact((transaction) => removeUpload(transaction, bucket, { upload }));
  }

  /** The parts so far, by number. @throws S3Error NoSuchUpload, NoSuchBucket, AccessDenied */
  listParts(scope: Scope, name: UploadName): { readonly upload: Upload; readonly parts: Part[] } {
    const { upload } = this.#find(scope, name);
    return { upload, parts: readParts(this.#dependencies.store, upload) };
  }

  /** What is under way, by key and id. @throws S3Error NoSuchBucket, AccessDenied */
  listUploads(scope: Scope, bucketName: string): Upload[] {
    const { store, bucketOf } = this.#dependencies;
    return readUploads(store, bucketOf(scope, bucketName));
  }

  #find(scope: Scope, { bucketName, ...name }: UploadName): { bucket: Bucket; upload: Upload } {
    const { store, bucketOf } = this.#dependencies;
    const bucket = bucketOf(scope, bucketName);
    checkKey(name.key);
    // What no id can hold gets no further: ids are parts of keys of the store.
    const isId = /^[0-9a-f]{64}$/.test(name.uploadId);
    const upload = isId ? readUpload(store, bucket, name) : undefined;
    if (upload) return { bucket, upload };
    throw new S3Error(
      'NoSuchUpload',
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have ' +
        'been aborted or completed.',
      { UploadId: name.uploadId },
    );
  }
}

/** The MD5 of the MD5s of the parts, and how many there are. */
function etagOf(parts: readonly Part[]): string {
  const hash = createHash('md5');
  for (const { etag } of parts) hash.update(Buffer.from(etag, 'hex'));
  return `${hash.digest('hex')}-${parts.length}`;
}

function checkNumber(number: number): void {
  if (number >= 1 && number <= LIMITS.parts) return;
  const text = `Part number must be an integer between 1 and ${LIMITS.parts}, inclusive`;
  throw new S3Error('InvalidArgument', text, { ArgumentName: 'partNumber' });
}

function checkWhole(size: number, expected: number | undefined): void {
  if (expected !== undefined && expected !== size) {
    const text = `The provided 'x-amz-mp-object-size' header value ${expected} does not match what was computed: ${size}`;
    throw new S3Error('InvalidRequest', text);
  }
  if (size <= LIMITS.uploadBytes) return;
  throw new S3Error(
    'EntityTooLarge',
    `Your proposed upload exceeds the maximum allowed size, which is ${LIMITS.uploadBytes} here`,
    { ProposedSize: String(size), MaxSizeAllowed: String(LIMITS.uploadBytes) },
  );
}
