import { AwsError } from '../../aws/aws-error.ts';
import type { ReadConditions } from '../../s3/conditions.ts';
import { S3Error } from '../../s3/s3-error.ts';
import { required, string, timestamp } from '../../wire/shape.ts';
import { notImplemented } from './errors.ts';

/** What a request says of the object that is copied. */
export const copySource = {
  CopySource: required(string({ in: 'header', as: 'x-amz-copy-source', pattern: '\\/?.+\\/.+' })),
  CopySourceIfMatch: string({ in: 'header', as: 'x-amz-copy-source-if-match' }),
  CopySourceIfModifiedSince: timestamp({
    in: 'header',
    as: 'x-amz-copy-source-if-modified-since',
  }),
  CopySourceIfNoneMatch: string({ in: 'header', as: 'x-amz-copy-source-if-none-match' }),
  CopySourceIfUnmodifiedSince: timestamp({
    in: 'header',
    as: 'x-amz-copy-source-if-unmodified-since',
  }),
  ExpectedSourceBucketOwner: string({ in: 'header', as: 'x-amz-source-expected-bucket-owner' }),
};

/**
 * The bucket and key of a copy's source, `/bucket/key` with percent signs.
 *
 * @throws AwsError InvalidArgument, or NotImplemented for a version of an object
 */
export function readCopySource(source: string): { readonly bucket: string; readonly key: string } {
  const [path = '', query] = source.split('?');
  if (query !== undefined) throw notImplemented('Versions of objects are not available here.');
  const decoded = decode(path.replace(/^\//, ''));
  const [, bucket, key] = /^([^/]+)\/(.+)$/s.exec(decoded ?? '') ?? [];
  if (bucket !== undefined && key !== undefined) return { bucket, key };
  const text = 'Invalid copy source object key';
  throw new AwsError('InvalidArgument', text, { members: { ArgumentName: 'x-amz-copy-source' } });
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

interface Conditions {
  readonly CopySourceIfMatch?: string | undefined;
  readonly CopySourceIfModifiedSince?: number | undefined;
  readonly CopySourceIfNoneMatch?: string | undefined;
  readonly CopySourceIfUnmodifiedSince?: number | undefined;
}

export const readCopyConditions = (input: Conditions): ReadConditions => ({
  ifMatch: input.CopySourceIfMatch,
  ifModifiedSinceMs: input.CopySourceIfModifiedSince,
  ifNoneMatch: input.CopySourceIfNoneMatch,
  ifUnmodifiedSinceMs: input.CopySourceIfUnmodifiedSince,
});

/** A source that was not changed fails a copy, as a condition that does not hold. */
export function readSource<Read>(read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof S3Error) || error.code !== 'NotModified') throw error;
    const text = 'At least one of the pre-conditions you specified did not hold';
    throw new AwsError('PreconditionFailed', text, { status: 412, cause: error });
  }
}
