import { AwsError } from '../../aws/aws-error.ts';
import type { Buckets } from '../../s3/buckets.ts';
import { blob, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { checkExpectedOwner, objectInput } from './bucket-input.ts';
import { checksumHeaders, checksumType, readChecksums, showChecksums } from './checksum-headers.ts';
import { keptHeaders, metadataHeaders, readHeaders } from './object-headers.ts';
import { settings } from './object-settings.ts';
import { sha256Of } from './signed-sha256.ts';

export const putObject = operation<Buckets>()({
  name: 'PutObject',
  http: { method: 'PUT', path: '/{Bucket}/{Key+}' },
  input: structure({
    ...objectInput,
    ...keptHeaders,
    ...checksumHeaders,
    ...settings,
    ChecksumAlgorithm: string({ in: 'header', as: 'x-amz-sdk-checksum-algorithm' }),
    ContentMD5: blob({ in: 'header', as: 'Content-MD5' }),
    SignedSHA256: string({ in: 'header', as: 'x-amz-content-sha256' }),
    IfMatch: string({ in: 'header', as: 'If-Match' }),
    IfNoneMatch: string({ in: 'header', as: 'If-None-Match', enum: ['*'] }),
    Metadata: metadataHeaders,
    Body: blob({ in: 'payload' }),
  }),
  output: structure({
    ...checksumHeaders,
    ChecksumType: checksumType,
    ETag: string({ in: 'header', as: 'ETag' }),
  }),
  async handle(buckets, { Bucket, Key, Body = new Uint8Array(), ...input }, { scope }) {
    checkExpectedOwner(input.ExpectedBucketOwner, scope);
    const checksums = readChecksums(input);
    if (input.ChecksumAlgorithm !== undefined && Object.keys(checksums).length === 0)
      throw new AwsError(
        'InvalidRequest',
        'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or ' +
          'x-amz-trailer headers were found.',
      );
    const signedSha256 = sha256Of(input.SignedSHA256);
    const object = await buckets.putObject(scope, Bucket, {
      key: Key,
      bytes: Body,
      headers: readHeaders(input),
      metadata: input.Metadata ?? {},
      expected: { checksums, md5: input.ContentMD5, signedSha256 },
      conditions: {
        ifMatch: input.IfMatch,
        ifNoneMatch: input.IfNoneMatch === undefined ? undefined : '*',
      },
    });
    return { ...showChecksums(checksums), ETag: `"${object.etag}"` };
  },
});
