import type { Buckets } from '../../s3/buckets.ts';
import {
  boolean,
  integer,
  list,
  required,
  string,
  structure,
  timestamp,
} from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { bucketInput, checkExpectedOwner } from './bucket-input.ts';
import { checksumHeaders } from './checksum-headers.ts';
import { notImplemented, toAwsError } from './errors.ts';

const named = structure({
  Key: required(string()),
  ETag: string(),
  VersionId: string(),
  LastModifiedTime: timestamp(),
  Size: integer(),
});
const failed = structure({ Key: string(), Code: string(), Message: string() });

/** The checksums are of the request's body, whose XML would not be read if it were damaged. */
export const deleteObjects = operation<Buckets>()({
  name: 'DeleteObjects',
  http: { method: 'POST', path: '/{Bucket}?delete' },
  input: structure({
    ...bucketInput,
    ...checksumHeaders,
    Delete: required(
      structure(
        {
          Objects: required(list(named, { as: 'Object', flattened: true, min: 1, max: 1000 })),
          Quiet: boolean(),
        },
        { in: 'payload', as: 'Delete' },
      ),
    ),
  }),
  output: structure(
    {
      Deleted: list(structure({ Key: string() }), { flattened: true }),
      Errors: list(failed, { as: 'Error', flattened: true }),
    },
    { as: 'DeleteResult' },
  ),
  async handle(buckets, { Bucket, Delete, ExpectedBucketOwner }, { scope }) {
    checkExpectedOwner(ExpectedBucketOwner, scope);
    if (Delete.Objects.some(({ VersionId }) => VersionId !== undefined))
      throw notImplemented('Versions of objects are not available here.');
    if (
      Delete.Objects.some(
        (named) => named.LastModifiedTime !== undefined || named.Size !== undefined,
      )
    )
      throw notImplemented('LastModifiedTime and Size are conditions of directory buckets alone.');
    buckets.getBucket(scope, Bucket);
    const Deleted: { Key: string }[] = [];
    const Errors: { Key: string; Code: string; Message: string }[] = [];
    for (const { Key, ETag } of Delete.Objects) {
      try {
        await buckets.deleteObject(scope, Bucket, { key: Key, ifMatch: ETag });
        if (!Delete.Quiet) Deleted.push({ Key });
      } catch (error) {
        const known = toAwsError(error);
        if (!known) throw error;
        Errors.push({ Key, Code: known.code, Message: known.message });
      }
    }
    return { Deleted, Errors };
  },
});
