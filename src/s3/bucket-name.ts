import { S3Error } from './s3-error.ts';

/** Labels of small letters, digits and hyphens that neither begin nor end with a hyphen. */
const LABELS = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;
/** Names that S3 keeps for itself. */
const RESERVED = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;

/** Whether a bucket can have the name (Amazon S3 user guide, "General purpose bucket naming rules"). */
export function isBucketName(name: string): boolean {
  const isLong = name.length >= 3 && name.length <= 63;
  return isLong && LABELS.test(name) && !ADDRESS.test(name) && !RESERVED.test(name);
}

/** @throws S3Error InvalidBucketName */
export function checkBucketName(name: string): void {
  if (isBucketName(name)) return;
  throw new S3Error('InvalidBucketName', 'The specified bucket is not valid.', {
    BucketName: name,
  });
}
