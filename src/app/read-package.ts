import { LambdaError } from '../lambda/lambda-error.ts';
import type { ReadObject } from '../lambda/packages/code-source.ts';
import type { Buckets } from '../s3/buckets.ts';
import { S3Error } from '../s3/s3-error.ts';

/** Lets functions and layers be made from objects in the buckets of this world. */
export function readPackage(buckets: Buckets): ReadObject {
  return (scope, { bucket, key }) => {
    try {
      return buckets.getObject(scope, bucket, { key }).bytes;
    } catch (cause) {
      if (!(cause instanceof S3Error)) throw cause;
      const { code, message } = cause;
      throw new LambdaError(
        'InvalidParameterValueException',
        `Error occurred while GetObject. S3 Error Code: ${code}. S3 Error Message: ${message}`,
        { cause },
      );
    }
  };
}
