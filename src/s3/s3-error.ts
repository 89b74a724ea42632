/** Why S3 refuses something. The names are those of the Amazon S3 API reference. */
export type S3ErrorCode =
  | 'AccessDenied'
  | 'BadDigest'
  | 'BucketAlreadyExists'
  | 'BucketAlreadyOwnedByYou'
  | 'BucketNotEmpty'
  | 'EntityTooLarge'
  | 'EntityTooSmall'
  | 'InvalidArgument'
  | 'InvalidBucketName'
  | 'InvalidPart'
  | 'InvalidPartOrder'
  | 'InvalidRange'
  | 'InvalidRequest'
  | 'KeyTooLongError'
  | 'MetadataTooLarge'
  | 'NoSuchBucket'
  | 'NoSuchKey'
  | 'NoSuchUpload'
  | 'NotModified'
  | 'PreconditionFailed'
  | 'XAmzContentSHA256Mismatch';

/** What every function of this folder throws when the caller asked for something impossible. */
export class S3Error extends Error {
  readonly code: S3ErrorCode;
  /** What S3 tells besides the text, by its own names: `BucketName`, `Key`. */
  readonly details: Readonly<Record<string, string>>;

  constructor(code: S3ErrorCode, message: string, details: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'S3Error';
    this.code = code;
    this.details = details;
  }
}

/** The error for a bucket that is not there. */
export function noSuchBucket(bucketName: string): S3Error {
  const message = 'The specified bucket does not exist';
  return new S3Error('NoSuchBucket', message, { BucketName: bucketName });
}

/** The error for an object that is not there. */
export function noSuchKey(key: string): S3Error {
  return new S3Error('NoSuchKey', 'The specified key does not exist.', { Key: key });
}
