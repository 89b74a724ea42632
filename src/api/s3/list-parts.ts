import type { Buckets } from '../../s3/buckets.ts';
import { LIMITS } from '../../s3/limits.ts';
import { boolean, integer, list, string, structure, timestamp } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { checkExpectedOwner } from './bucket-input.ts';
import { checksumElements, showChecksums } from './checksum-headers.ts';
import { ownerOf, ownerShape } from './owner.ts';
import { uploadInput, uploadName } from './upload-input.ts';

export const listParts = operation<Buckets>()({
  name: 'ListParts',
  http: { method: 'GET', path: '/{Bucket}/{Key+}?uploadId' },
  input: structure({
    ...uploadInput,
    MaxParts: integer({ in: 'query', as: 'max-parts', min: 0, max: 2_147_483_647 }),
    PartNumberMarker: integer({ in: 'query', as: 'part-number-marker', min: 0 }),
  }),
  output: structure(
    {
      Bucket: string(),
      Key: string(),
      UploadId: string(),
      Initiator: ownerShape,
      Owner: ownerShape,
      StorageClass: string(),
      ChecksumAlgorithm: string(),
      PartNumberMarker: integer(),
      NextPartNumberMarker: integer(),
      MaxParts: integer(),
      IsTruncated: boolean(),
      Parts: list(
        structure({
          PartNumber: integer(),
          LastModified: timestamp(),
          ETag: string(),
          Size: integer(),
          ...checksumElements,
        }),
        { as: 'Part', flattened: true },
      ),
    },
    { as: 'ListPartsResult' },
  ),
  handle({ uploads }, input, { scope }) {
    checkExpectedOwner(input.ExpectedBucketOwner, scope);
    const { upload, parts } = uploads.listParts(scope, uploadName(input));
    const { PartNumberMarker = 0, MaxParts = LIMITS.listedParts } = input;
    const most = Math.min(MaxParts, LIMITS.listedParts);
    const rest = parts.filter(({ number }) => number > PartNumberMarker);
    const page = rest.slice(0, most);
    return {
      Bucket: input.Bucket,
      Key: input.Key,
      UploadId: upload.uploadId,
      Initiator: ownerOf(scope),
      Owner: ownerOf(scope),
      StorageClass: 'STANDARD',
      ChecksumAlgorithm: upload.checksumAlgorithm,
      PartNumberMarker,
      NextPartNumberMarker: page.at(-1)?.number ?? 0,
      MaxParts: most,
      IsTruncated: rest.length > page.length,
      Parts: page.map(({ number, lastModifiedMs, etag, size, checksums }) => {
        const { ChecksumType: _, ...shown } = showChecksums(checksums);
        const known = { PartNumber: number, LastModified: lastModifiedMs, Size: size };
        return { ...known, ETag: `"${etag}"`, ...shown };
      }),
    };
  },
});
