import type { Buckets } from '../../s3/buckets.ts';
import { structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { bucketInput, checkExpectedOwner } from './bucket-input.ts';

export const deleteBucket = operation<Buckets>()({
  name: 'DeleteBucket',
  http: { method: 'DELETE', path: '/{Bucket}', status: 204 },
  input: structure(bucketInput),
  output: structure({}),
  async handle(buckets, { Bucket, ExpectedBucketOwner }, { scope }) {
    checkExpectedOwner(ExpectedBucketOwner, scope);
    await buckets.deleteBucket(scope, Bucket);
    return {};
  },
});
