import type { Buckets } from '../../s3/buckets.ts';
import { structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { bucketInput, checkExpectedOwner } from './bucket-input.ts';

/** Answers what a bucket answers that never had versions (S3 API reference): there are none here. */
export const getBucketVersioning = operation<Buckets>()({
  name: 'GetBucketVersioning',
  http: { method: 'GET', path: '/{Bucket}?versioning' },
  input: structure(bucketInput),
  output: structure({}, { as: 'VersioningConfiguration' }),
  handle(buckets, { Bucket, ExpectedBucketOwner }, { scope }) {
    checkExpectedOwner(ExpectedBucketOwner, scope);
    buckets.getBucket(scope, Bucket);
    return {};
  },
});
