import { AwsError } from '../../aws/aws-error.ts';
import { S3Error, type S3ErrorCode } from '../../s3/s3-error.ts';

/** As in the Amazon S3 API reference, "Error responses". */
export const STATUS: Readonly<Record<S3ErrorCode, number>> = {
  AccessDenied: 403,
  BadDigest: 400,
  BucketAlreadyExists: 409,
  BucketAlreadyOwnedByYou: 409,
  BucketNotEmpty: 409,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  InvalidArgument: 400,
  InvalidBucketName: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  KeyTooLongError: 400,
  MetadataTooLarge: 400,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  NotModified: 304,
  PreconditionFailed: 412,
  XAmzContentSHA256Mismatch: 400,
};

/** Maps what the buckets threw; undefined for what is none of their errors. */
export function toAwsError(error: unknown): AwsError | undefined {
  if (!(error instanceof S3Error)) return undefined;
  const { code, message, details } = error;
  return new AwsError(code, message, { status: STATUS[code], members: details, cause: error });
}

/** The error for what S3 can do and this endpoint cannot. */
export function notImplemented(message: string): AwsError {
  return new AwsError('NotImplemented', message, { status: 501 });
}
