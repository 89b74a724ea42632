import type { Buckets } from '../../s3/buckets.ts';
import { string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { bucketInput, checkExpectedOwner } from './bucket-input.ts';

export const getBucketLocation = operation<Buckets>()({
  name: 'GetBucketLocation',
  http: { method: 'GET', path: '/{Bucket}?location' },
  input: structure(bucketInput),
  output: structure({ LocationConstraint: string() }, { as: 'LocationConstraint' }),
  handle(buckets, { Bucket, ExpectedBucketOwner }, { scope }) {
    checkExpectedOwner(ExpectedBucketOwner, scope);
    const { region } = buckets.getBucket(scope, Bucket);
    // The first region has no name here, for the sake of clients of old (API reference).
    return { LocationConstraint: region === 'us-east-1' ? '' : region };
  },
});
