import type { AwsError } from '../../aws/aws-error.ts';
import { SCOPE, startBuckets } from '../../s3/buckets.suite.ts';
import type { Buckets } from '../../s3/buckets.ts';
import type { Infer, StructureShape } from '../../wire/shape.ts';
import type { Operation, RequestContext } from '../operation.ts';
import { toAwsError } from './errors.ts';

/** S3 for a test, with the bucket `failures`; time begins at second 1000. */
export async function startS3() {
  const { buckets } = startBuckets();
  await buckets.createBucket(SCOPE, 'failures');

  /** What an operation answers; its error in AWS's form. */
  async function ask<Input extends StructureShape, Output extends StructureShape>(
    operation: Operation<Buckets, Input, Output>,
    input: Infer<Input>,
    scope = SCOPE,
  ): Promise<Infer<Output>> {
    const context: RequestContext = {
      scope,
      requestId: 'request',
      endpoint: 'http://127.0.0.1:4566',
      userAgent: '',
      signal: new AbortController().signal,
    };
    try {
      return await operation.handle(buckets, input, context);
    } catch (error) {
      throw (toAwsError(error) ?? error) as AwsError;
    }
  }

  return { ask, buckets };
}
