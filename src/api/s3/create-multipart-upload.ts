import type { Buckets } from '../../s3/buckets.ts';
import { LIMITS } from '../../s3/limits.ts';
import { string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { objectInput } from './bucket-input.ts';
import { notImplemented } from './errors.ts';
import { keptHeaders, metadataHeaders } from './object-headers.ts';

/**
 * Refused, and with what to do instead: clients begin a multipart upload on their own for what is
 * larger than their threshold, 8 MB in the AWS CLI.
 */
export const createMultipartUpload = operation<Buckets>()({
  name: 'CreateMultipartUpload',
  refuses: true,
  http: { method: 'POST', path: '/{Bucket}/{Key+}?uploads' },
  input: structure({
    ...objectInput,
    ...keptHeaders,
    ChecksumAlgorithm: string({ in: 'header', as: 'x-amz-checksum-algorithm' }),
    ChecksumType: string({ in: 'header', as: 'x-amz-checksum-type' }),
    Metadata: metadataHeaders,
  }),
  output: structure({}),
  handle() {
    throw notImplemented(
      `Multipart uploads are not available here; put the object whole, up to ${LIMITS.objectBytes} ` +
        'bytes. For the AWS CLI: aws configure set default.s3.multipart_threshold 64MB',
    );
  },
});
