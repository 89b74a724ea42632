import { isBucketName } from '../aws/bucket-name.ts';
import { S3Error } from './s3-error.ts';

/** @throws S3Error InvalidBucketName */
export function checkBucketName(name: string): void {
  if (isBucketName(name)) return;
  throw new S3Error('InvalidBucketName', 'The specified bucket is not valid.', {
    BucketName: name,
  });
}
