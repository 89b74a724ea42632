import type { Buckets } from '../../s3/buckets.ts';
import { blob, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { checkExpectedOwner } from './bucket-input.ts';
import { checksumHeaders, readChecksums, showChecksums } from './checksum-headers.ts';
import { sha256Of } from './signed-sha256.ts';
import { partNumber, uploadInput, uploadName } from './upload-input.ts';

export const uploadPart = operation<Buckets>()({
  name: 'UploadPart',
  http: { method: 'PUT', path: '/{Bucket}/{Key+}?uploadId' },
  input: structure({
    ...uploadInput,
    ...checksumHeaders,
    PartNumber: partNumber,
    ChecksumAlgorithm: string({ in: 'header', as: 'x-amz-sdk-checksum-algorithm' }),
    ContentMD5: blob({ in: 'header', as: 'Content-MD5' }),
    SignedSHA256: string({ in: 'header', as: 'x-amz-content-sha256' }),
    Body: blob({ in: 'payload' }),
  }),
  output: structure({ ...checksumHeaders, ETag: string({ in: 'header', as: 'ETag' }) }),
  async handle({ uploads }, { Body = new Uint8Array(), ...input }, { scope }) {
    checkExpectedOwner(input.ExpectedBucketOwner, scope);
    const checksums = readChecksums(input);
    const { etag } = await uploads.putPart(scope, uploadName(input), {
      number: input.PartNumber,
      bytes: Body,
      expected: { checksums, md5: input.ContentMD5, signedSha256: sha256Of(input.SignedSHA256) },
    });
    const { ChecksumType: _, ...shown } = showChecksums(checksums);
    return { ...shown, ETag: `"${etag}"` };
  },
});
