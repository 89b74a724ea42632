import { AwsError } from '../../aws/aws-error.ts';
import type { Buckets } from '../../s3/buckets.ts';
import { string, structure, timestamp } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { checkExpectedOwner, objectInput } from './bucket-input.ts';
import { checksumElements, showChecksums } from './checksum-headers.ts';
import { copySource, readCopyConditions, readCopySource, readSource } from './copy-source.ts';
import { keptHeaders, metadataHeaders, readHeaders } from './object-headers.ts';
import { settings } from './object-settings.ts';

/** The checksums of the source go along; objects have no tags here, which makes either directive true. */
export const copyObject = operation<Buckets>()({
  name: 'CopyObject',
  http: { method: 'PUT', path: '/{Bucket}/{Key+}', header: 'x-amz-copy-source' },
  input: structure({
    ...objectInput,
    ...copySource,
    ...keptHeaders,
    ...settings,
    IfMatch: string({ in: 'header', as: 'If-Match' }),
    IfNoneMatch: string({ in: 'header', as: 'If-None-Match', enum: ['*'] }),
    Metadata: metadataHeaders,
    MetadataDirective: string({
      in: 'header',
      as: 'x-amz-metadata-directive',
      enum: ['COPY', 'REPLACE'],
    }),
    TaggingDirective: string({
      in: 'header',
      as: 'x-amz-tagging-directive',
      enum: ['COPY', 'REPLACE'],
    }),
    SignedSHA256: string({ in: 'header', as: 'x-amz-content-sha256' }),
  }),
  output: structure(
    { ETag: string(), LastModified: timestamp(), ChecksumType: string(), ...checksumElements },
    { as: 'CopyObjectResult' },
  ),
  async handle(buckets, { Bucket, Key, ...input }, { scope }) {
    checkExpectedOwner(input.ExpectedBucketOwner, scope);
    checkExpectedOwner(input.ExpectedSourceBucketOwner, scope);
    const source = readCopySource(input.CopySource);
    const isReplaced = input.MetadataDirective === 'REPLACE';
    if (!isReplaced && source.bucket === Bucket && source.key === Key) throw illegalCopy();
    const { object, bytes } = readSource(() =>
      buckets.getObject(scope, source.bucket, { key: source.key, ...readCopyConditions(input) }),
    );
    const { headers, metadata, checksums } = object;
    const copy = await buckets.putObject(scope, Bucket, {
      key: Key,
      bytes,
      headers: isReplaced ? readHeaders(input) : headers,
      metadata: isReplaced ? (input.Metadata ?? {}) : metadata,
      expected: { checksums },
      conditions: {
        ifMatch: input.IfMatch,
        ifNoneMatch: input.IfNoneMatch === undefined ? undefined : '*',
      },
    });
    const shown = showChecksums(copy.checksums);
    return { ETag: `"${copy.etag}"`, LastModified: copy.lastModifiedMs, ...shown };
  },
});

const illegalCopy = () =>
  new AwsError(
    'InvalidRequest',
    'This copy request is illegal because it is trying to copy an object to itself without ' +
      "changing the object's metadata, storage class, website redirect location or encryption " +
      'attributes.',
  );
