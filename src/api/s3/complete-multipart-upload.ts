import { AwsError } from '../../aws/aws-error.ts';
import type { Buckets } from '../../s3/buckets.ts';
import type { NamedPart } from '../../s3/chosen-parts.ts';
import { type Infer, integer, list, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { checkExpectedOwner } from './bucket-input.ts';
import { checksumHeaders, checksumType, readChecksums } from './checksum-headers.ts';
import { notImplemented } from './errors.ts';
import { uploadInput, uploadName } from './upload-input.ts';

const part = structure({
  PartNumber: integer(),
  ETag: string(),
  // The checksums of parts were checked when they came.
  ChecksumCRC32: string(),
  ChecksumCRC32C: string(),
  ChecksumCRC64NVME: string(),
  ChecksumSHA1: string(),
  ChecksumSHA256: string(),
});

export const completeMultipartUpload = operation<Buckets>()({
  name: 'CompleteMultipartUpload',
  http: { method: 'POST', path: '/{Bucket}/{Key+}?uploadId' },
  input: structure({
    ...uploadInput,
    ...checksumHeaders,
    ChecksumType: checksumType,
    MpuObjectSize: integer({ in: 'header', as: 'x-amz-mp-object-size' }),
    IfMatch: string({ in: 'header', as: 'If-Match' }),
    IfNoneMatch: string({ in: 'header', as: 'If-None-Match', enum: ['*'] }),
    MultipartUpload: structure(
      { Parts: list(part, { as: 'Part', flattened: true }) },
      { in: 'payload', as: 'CompleteMultipartUpload' },
    ),
  }),
  output: structure(
    { Location: string(), Bucket: string(), Key: string(), ETag: string() },
    { as: 'CompleteMultipartUploadResult' },
  ),
  async handle({ uploads }, input, { scope, endpoint }) {
    checkExpectedOwner(input.ExpectedBucketOwner, scope);
    if (Object.keys(readChecksums(input)).length > 0)
      throw notImplemented('Checksums over all parts of an upload are not available here.');
    const { Bucket, Key, MultipartUpload } = input;
    const { etag } = await uploads.complete(scope, uploadName(input), {
      parts: (MultipartUpload?.Parts ?? []).map(namedPart),
      size: input.MpuObjectSize,
      conditions: {
        ifMatch: input.IfMatch,
        ifNoneMatch: input.IfNoneMatch === undefined ? undefined : '*',
      },
    });
    const path = Key.split('/').map(encodeURIComponent).join('/');
    return { Location: `${endpoint}/${Bucket}/${path}`, Bucket, Key, ETag: `"${etag}"` };
  },
});

/** The model asks for neither, but S3 does. */
function namedPart({ PartNumber: number, ETag: etag }: Infer<typeof part>): NamedPart {
  if (number !== undefined && etag !== undefined) return { number, etag };
  const text =
    'The XML you provided was not well-formed or did not validate against our published schema';
  throw new AwsError('MalformedXML', text);
}
