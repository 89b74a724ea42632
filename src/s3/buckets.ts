import { createHash } from 'node:crypto';
import { isBucketName } from '../aws/bucket-name.ts';
import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../random/random.ts';
import type { Reader, Store, Transaction } from '../store/store.ts';
import { checkBucketName } from './bucket-name.ts';
import {
  type Bucket,
  isEmpty,
  type KeptObject,
  readBucket,
  readBuckets,
  readBytes,
  readObject,
  removeBucket,
  removeObject,
  writeBucket,
  writeObject,
} from './bucket-store.ts';
import { type ByteRange, positionsOf } from './byte-range.ts';
import { checkDigests, type ExpectedDigests } from './checksums.ts';
import { checkRead, checkWrite, type ReadConditions, type WriteConditions } from './conditions.ts';
import { type Listing, type ListOptions, listObjects } from './list-objects.ts';
import { MultipartUploads } from './multipart-uploads.ts';
import { checkKey, checkMetadata, checkSize } from './object-check.ts';
import { noSuchBucket, noSuchKey, S3Error } from './s3-error.ts';
import type { ObjectHeaders, StoredObject } from './stored-object.ts';
import { readUploads, removeUpload } from './upload-store.ts';

/** What buckets need of the world around them. */
export interface BucketsDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
}

/** An object to be put. */
export interface NewObject {
  readonly key: string;
  readonly bytes: Uint8Array;
  /** The content type is `application/octet-stream` unless set, as that of failure records. */
  readonly headers?: ObjectHeaders;
  /** Names in lower case. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly expected?: ExpectedDigests;
}

/** An object as it is read, whole or in part. */
export interface ReadObject {
  readonly object: StoredObject;
  readonly bytes: Uint8Array;
  /** Which bytes these are, both inclusive, when a range was asked for. */
  readonly positions?: { readonly first: number; readonly last: number };
}

/** The region in which a bucket can be created again by its owner without an error, as on AWS. */
const FORGIVING_REGION = 'us-east-1';

/**
 * The buckets of all accounts, with their objects. A name is one bucket's in the whole world, as on
 * AWS: the ARN of a bucket names no account. All of it is in the store; nothing is remembered
 * beside it.
 */
export class Buckets {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #random: Random;
  /** Objects that are put in parts. */
  readonly uploads: MultipartUploads;

  constructor({ store, clock, random }: BucketsDependencies) {
    this.#store = store;
    this.#clock = clock;
    this.#random = random;
    const bucketOf = (scope: Scope, name: string) => this.getBucket(scope, name);
    this.uploads = new MultipartUploads({ store, clock, random, bucketOf });
  }

  /** Whether somebody has a bucket of that name. */
  hasBucket(name: string): boolean {
    return isBucketName(name) && readBucket(this.#store, name) !== undefined;
  }

  /**
   * Creates a bucket in the region of the scope.
   *
   * @throws S3Error InvalidBucketName, BucketAlreadyExists, or BucketAlreadyOwnedByYou outside of
   *   us-east-1
   */
  async createBucket({ account, region }: Scope, name: string): Promise<void> {
    checkBucketName(name);
    const existing = readBucket(this.#store, name);
    if (existing) {
      const isOwn = existing.account === account;
      if (isOwn && region === FORGIVING_REGION && existing.region === region) return;
      throw isOwn ? alreadyOwnedByYou(name) : alreadyExists(name);
    }
    const id = this.#random.hex(16);
    const bucket: Bucket = { name, id, account, region, createdAtMs: this.#clock.now() };
    await this.#store.transact((transaction) => writeBucket(transaction, bucket));
  }

  /**
   * Removes a bucket without objects; uploads to it that are under way are dropped.
   *
   * @throws S3Error NoSuchBucket, AccessDenied, BucketNotEmpty
   */
  async deleteBucket(scope: Scope, name: string): Promise<void> {
    const bucket = this.getBucket(scope, name);
    if (!isEmpty(this.#store, bucket))
      throw new S3Error('BucketNotEmpty', 'The bucket you tried to delete is not empty', {
        BucketName: name,
      });
    await this.#store.transact((transaction) => {
      for (const upload of readUploads(transaction, bucket))
        removeUpload(transaction, bucket, { upload });
      removeBucket(transaction, bucket);
    });
  }

  /**
   * A bucket of the account, in whichever region it is.
   *
   * @throws S3Error InvalidBucketName, NoSuchBucket, or AccessDenied for one of another account
   */
  getBucket({ account }: Scope, name: string): Bucket {
    const bucket = this.#find(this.#store, name);
    if (bucket.account === account) return bucket;
    throw new S3Error('AccessDenied', 'Access Denied');
  }

  /** The buckets of an account in all regions, by name. */
  listBuckets({ account }: Scope): Bucket[] {
    return readBuckets(this.#store).filter((bucket) => bucket.account === account);
  }

  /**
   * Puts an object, in the place of the one that has its key.
   *
   * @throws S3Error NoSuchBucket, AccessDenied, KeyTooLongError, MetadataTooLarge, EntityTooLarge,
   *   BadDigest, PreconditionFailed, …
   */
  async putObject(
    scope: Scope,
    bucketName: string,
    { conditions = {}, ...object }: NewObject & { readonly conditions?: WriteConditions },
  ): Promise<StoredObject> {
    const bucket = this.getBucket(scope, bucketName);
    checkWrite(readObject(this.#store, bucket, checked(object.key)), object.key, conditions);
    return this.#store.transact((transaction) => this.#put(transaction, bucket, object));
  }

  /**
   * Puts an object as part of a transaction that somebody else commits, into whoever's bucket.
   *
   * @throws S3Error InvalidBucketName or NoSuchBucket, and what `putObject` throws of the object
   */
  putIn(transaction: Transaction, bucketName: string, object: NewObject): StoredObject {
    return this.#put(transaction, this.#find(transaction, bucketName), object);
  }

  /**
   * Reads an object, or some of its bytes.
   *
   * @throws S3Error NoSuchBucket, AccessDenied, NoSuchKey, PreconditionFailed, NotModified,
   *   InvalidRange
   */
  getObject(
    scope: Scope,
    bucketName: string,
    { range, ...options }: { readonly key: string; readonly range?: ByteRange } & ReadConditions,
  ): ReadObject {
    const object = this.#read(scope, bucketName, options);
    const positions = range && positionsOf(range, object.size);
    const whole = { first: 0, last: object.size - 1 };
    const bytes = readBytes(this.#store, object, positions ?? whole);
    return { object, bytes, ...(positions && { positions }) };
  }

  /** What is known of an object. @throws S3Error as `getObject` does */
  headObject(
    scope: Scope,
    bucketName: string,
    options: { readonly key: string } & ReadConditions,
  ): StoredObject {
    return this.#read(scope, bucketName, options);
  }

  /**
   * Deletes an object; does nothing when there is none, unless the conditions ask for one.
   *
   * @throws S3Error NoSuchBucket, AccessDenied, PreconditionFailed
   */
  async deleteObject(
    scope: Scope,
    bucketName: string,
    { key, ifMatch }: { readonly key: string; readonly ifMatch?: string | undefined },
  ): Promise<void> {
    const bucket = this.getBucket(scope, bucketName);
    checkWrite(readObject(this.#store, bucket, checked(key)), key, { ifMatch });
    await this.#store.transact((transaction) => removeObject(transaction, bucket, key));
  }

  /** @throws S3Error NoSuchBucket, AccessDenied, InvalidArgument */
  listObjects(scope: Scope, bucketName: string, options: ListOptions = {}): Listing {
    return listObjects(this.#store, this.getBucket(scope, bucketName), options);
  }

  #find(reader: Reader, name: string): Bucket {
    checkBucketName(name);
    const bucket = readBucket(reader, name);
    if (!bucket) throw noSuchBucket(name);
    return bucket;
  }

  #put(transaction: Transaction, bucket: Bucket, newObject: NewObject): StoredObject {
    const { key, bytes, headers = {}, metadata = {}, expected = {} } = newObject;
    checkKey(key);
    checkMetadata(metadata);
    checkSize(bytes);
    checkDigests(bytes, expected);
    const object: KeptObject = {
      key,
      size: bytes.byteLength,
      etag: createHash('md5').update(bytes).digest('hex'),
      lastModifiedMs: this.#clock.now(),
      headers: { ...headers, contentType: headers.contentType ?? 'application/octet-stream' },
      metadata,
      checksums: expected.checksums ?? {},
      contentId: this.#random.hex(32),
    };
    writeObject(transaction, bucket, { object, bytes });
    return object;
  }

  #read(
    scope: Scope,
    bucketName: string,
    { key, ...conditions }: { readonly key: string } & ReadConditions,
  ): KeptObject {
    const object = readObject(this.#store, this.getBucket(scope, bucketName), checked(key));
    if (!object) throw noSuchKey(key);
    checkRead(object, conditions);
    return object;
  }
}

function checked(key: string): string {
  checkKey(key);
  return key;
}

const alreadyExists = (name: string) =>
  new S3Error(
    'BucketAlreadyExists',
    'The requested bucket name is not available. The bucket namespace is shared by all users of ' +
      'the system. Please select a different name and try again.',
    { BucketName: name },
  );

const alreadyOwnedByYou = (name: string) =>
  new S3Error(
    'BucketAlreadyOwnedByYou',
    'Your previous request to create the named bucket succeeded and you already own it.',
    { BucketName: name },
  );
