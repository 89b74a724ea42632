import type { Buckets } from '../../s3/buckets.ts';
import { CHECKSUM_ALGORITHMS } from '../../s3/checksums.ts';
import { string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { checkExpectedOwner, objectInput } from './bucket-input.ts';
import { keptHeaders, metadataHeaders, readHeaders } from './object-headers.ts';
import { settings } from './object-settings.ts';

const checksumAlgorithm = string({
  in: 'header',
  as: 'x-amz-checksum-algorithm',
  enum: CHECKSUM_ALGORITHMS,
});

/** The type of the checksum makes no difference: the whole object has none here. */
export const createMultipartUpload = operation<Buckets>()({
  name: 'CreateMultipartUpload',
  http: { method: 'POST', path: '/{Bucket}/{Key+}?uploads' },
  input: structure({
    ...objectInput,
    ...keptHeaders,
    ...settings,
    ChecksumAlgorithm: checksumAlgorithm,
    ChecksumType: string({
      in: 'header',
      as: 'x-amz-checksum-type',
      enum: ['COMPOSITE', 'FULL_OBJECT'],
    }),
    Metadata: metadataHeaders,
  }),
  output: structure(
    {
      Bucket: string(),
      Key: string(),
      UploadId: string(),
      ChecksumAlgorithm: checksumAlgorithm,
    },
    { as: 'InitiateMultipartUploadResult' },
  ),
  async handle({ uploads }, { Bucket, Key, ...input }, { scope }) {
    checkExpectedOwner(input.ExpectedBucketOwner, scope);
    const { uploadId } = await uploads.begin(scope, {
      bucketName: Bucket,
      key: Key,
      headers: readHeaders(input),
      metadata: input.Metadata ?? {},
      checksumAlgorithm: input.ChecksumAlgorithm,
    });
    const { ChecksumAlgorithm } = input;
    return { Bucket, Key, UploadId: uploadId, ChecksumAlgorithm };
  },
});
