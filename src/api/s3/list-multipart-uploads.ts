import type { Buckets } from '../../s3/buckets.ts';
import { LIMITS } from '../../s3/limits.ts';
import { boolean, integer, list, string, structure, timestamp } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { bucketInput, checkExpectedOwner } from './bucket-input.ts';
import { encodedAs } from './listed-objects.ts';
import { ownerOf, ownerShape } from './owner.ts';

/** All uploads that are under way; a delimiter is refused, as what this does not know. */
export const listMultipartUploads = operation<Buckets>()({
  name: 'ListMultipartUploads',
  http: { method: 'GET', path: '/{Bucket}?uploads' },
  input: structure({
    ...bucketInput,
    EncodingType: string({ in: 'query', as: 'encoding-type', enum: ['url'] }),
    KeyMarker: string({ in: 'query', as: 'key-marker' }),
    MaxUploads: integer({ in: 'query', as: 'max-uploads', min: 1, max: 2_147_483_647 }),
    Prefix: string({ in: 'query', as: 'prefix' }),
    UploadIdMarker: string({ in: 'query', as: 'upload-id-marker' }),
  }),
  output: structure(
    {
      Bucket: string(),
      KeyMarker: string(),
      UploadIdMarker: string(),
      NextKeyMarker: string(),
      NextUploadIdMarker: string(),
      Prefix: string(),
      MaxUploads: integer(),
      IsTruncated: boolean(),
      EncodingType: string(),
      Uploads: list(
        structure({
          Key: string(),
          UploadId: string(),
          Initiator: ownerShape,
          Owner: ownerShape,
          StorageClass: string(),
          Initiated: timestamp(),
          ChecksumAlgorithm: string(),
        }),
        { as: 'Upload', flattened: true },
      ),
    },
    { as: 'ListMultipartUploadsResult' },
  ),
  handle({ uploads }, input, { scope }) {
    checkExpectedOwner(input.ExpectedBucketOwner, scope);
    const { Bucket, EncodingType, KeyMarker = '', UploadIdMarker = '', Prefix = '' } = input;
    const shown = (text: string) => encodedAs(EncodingType, text);
    const isBehind = (key: string, uploadId: string) => {
      const order = Buffer.compare(Buffer.from(key), Buffer.from(KeyMarker));
      return order > 0 || (order === 0 && UploadIdMarker !== '' && uploadId > UploadIdMarker);
    };
    const rest = uploads
      .listUploads(scope, Bucket)
      .filter(({ key, uploadId }) => key.startsWith(Prefix) && isBehind(key, uploadId));
    const most = Math.min(input.MaxUploads ?? LIMITS.listedParts, LIMITS.listedParts);
    const page = rest.slice(0, most);
    const last = page.at(-1);
    const isTruncated = rest.length > page.length;
    return {
      Bucket,
      KeyMarker: shown(KeyMarker),
      UploadIdMarker,
      ...(isTruncated &&
        last && { NextKeyMarker: shown(last.key), NextUploadIdMarker: last.uploadId }),
      Prefix: shown(Prefix),
      MaxUploads: most,
      IsTruncated: isTruncated,
      EncodingType,
      Uploads: page.map(({ key, uploadId, initiatedMs, checksumAlgorithm }) => ({
        Key: shown(key),
        UploadId: uploadId,
        Initiator: ownerOf(scope),
        Owner: ownerOf(scope),
        StorageClass: 'STANDARD',
        Initiated: initiatedMs,
        ChecksumAlgorithm: checksumAlgorithm,
      })),
    };
  },
});
