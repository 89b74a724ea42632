import { partitionOf } from '../../aws/arn.ts';
import type { Buckets } from '../../s3/buckets.ts';
import { string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { bucketInput, checkExpectedOwner } from './bucket-input.ts';

export const headBucket = operation<Buckets>()({
  name: 'HeadBucket',
  http: { method: 'HEAD', path: '/{Bucket}' },
  input: structure(bucketInput),
  output: structure({
    BucketArn: string({ in: 'header', as: 'x-amz-bucket-arn' }),
    BucketRegion: string({ in: 'header', as: 'x-amz-bucket-region' }),
  }),
  handle(buckets, { Bucket, ExpectedBucketOwner }, { scope }) {
    checkExpectedOwner(ExpectedBucketOwner, scope);
    const { region } = buckets.getBucket(scope, Bucket);
    return { BucketArn: `arn:${partitionOf(region)}:s3:::${Bucket}`, BucketRegion: region };
  },
});
