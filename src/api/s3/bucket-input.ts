import { AwsError } from '../../aws/aws-error.ts';
import type { Scope } from '../../aws/scope.ts';
import { required, string } from '../../wire/shape.ts';

/** The members of every request about a bucket. */
export const bucketInput = {
  Bucket: required(string({ in: 'path' })),
  ExpectedBucketOwner: string({ in: 'header', as: 'x-amz-expected-bucket-owner' }),
};

/** The members of every request about an object. */
export const objectInput = { ...bucketInput, Key: required(string({ in: 'path' })) };

/**
 * Refuses a request that is meant for a bucket of another account; only the caller's own buckets
 * are answered for at all.
 *
 * @throws AwsError AccessDenied
 */
export function checkExpectedOwner(expected: string | undefined, { account }: Scope): void {
  if (expected === undefined || expected === account) return;
  throw new AwsError('AccessDenied', 'Access Denied', { status: 403 });
}
