import { AwsError } from '../../aws/aws-error.ts';
import type { Buckets } from '../../s3/buckets.ts';
import { string, structure, timestamp } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { checkExpectedOwner } from './bucket-input.ts';
import { copySource, readCopyConditions, readCopySource, readSource } from './copy-source.ts';
import { parseRange } from './range-header.ts';
import { partNumber, uploadInput, uploadName } from './upload-input.ts';

export const uploadPartCopy = operation<Buckets>()({
  name: 'UploadPartCopy',
  http: { method: 'PUT', path: '/{Bucket}/{Key+}?uploadId', header: 'x-amz-copy-source' },
  input: structure({
    ...uploadInput,
    ...copySource,
    PartNumber: partNumber,
    CopySourceRange: string({ in: 'header', as: 'x-amz-copy-source-range' }),
    SignedSHA256: string({ in: 'header', as: 'x-amz-content-sha256' }),
  }),
  output: structure({ ETag: string(), LastModified: timestamp() }, { as: 'CopyPartResult' }),
  async handle(buckets, input, { scope }) {
    checkExpectedOwner(input.ExpectedBucketOwner, scope);
    checkExpectedOwner(input.ExpectedSourceBucketOwner, scope);
    const { bucket, key } = readCopySource(input.CopySource);
    const range = parseRange(input.CopySourceRange);
    if (input.CopySourceRange !== undefined && !range) {
      const text = 'The x-amz-copy-source-range value must be of the form bytes=first-last';
      throw new AwsError('InvalidArgument', text);
    }
    const conditions = readCopyConditions(input);
    const wanted = { key, ...conditions, ...(range && { range }) };
    const { bytes } = readSource(() => buckets.getObject(scope, bucket, wanted));
    const part = { number: input.PartNumber, bytes };
    const { etag, lastModifiedMs } = await buckets.uploads.putPart(scope, uploadName(input), part);
    return { ETag: `"${etag}"`, LastModified: lastModifiedMs };
  },
});
