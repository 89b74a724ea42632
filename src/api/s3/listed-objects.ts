import type { Bucket } from '../../s3/bucket-store.ts';
import type { Checksums } from '../../s3/checksums.ts';
import type { Listing } from '../../s3/list-objects.ts';
import { boolean, integer, list, string, structure, timestamp } from '../../wire/shape.ts';
import { bucketInput } from './bucket-input.ts';
import { showChecksums } from './checksum-headers.ts';
import { ownerOf, ownerShape } from './owner.ts';

/** The parameters that both versions of the listing take. */
export const listInput = {
  ...bucketInput,
  Delimiter: string({ in: 'query', as: 'delimiter' }),
  EncodingType: string({ in: 'query', as: 'encoding-type', enum: ['url'] }),
  MaxKeys: integer({ in: 'query', as: 'max-keys', min: 0, max: 2_147_483_647 }),
  Prefix: string({ in: 'query', as: 'prefix' }),
};

const objectShape = structure({
  Key: string(),
  LastModified: timestamp(),
  ETag: string(),
  ChecksumAlgorithm: list(string(), { flattened: true }),
  ChecksumType: string(),
  Size: integer(),
  Owner: ownerShape,
  StorageClass: string(),
});

/** What both versions answer. */
export const listOutput = {
  Name: string(),
  Prefix: string(),
  Delimiter: string(),
  MaxKeys: integer(),
  EncodingType: string(),
  IsTruncated: boolean(),
  Contents: list(objectShape, { flattened: true }),
  CommonPrefixes: list(structure({ Prefix: string() }), { flattened: true }),
};

interface ListInput {
  readonly Bucket: string;
  readonly Delimiter?: string | undefined;
  readonly EncodingType?: string | undefined;
  readonly MaxKeys?: number | undefined;
  readonly Prefix?: string | undefined;
}

/**
 * A text in which a key or a part of one stands, as the caller asked for it: XML cannot hold every
 * character that a key can, so most clients ask for percent signs.
 */
export function encodedAs(encodingType: string | undefined, text: string): string {
  return encodingType === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : text;
}

/** What a listing tells of checksums: which there are. */
function namesOf(checksums: Checksums) {
  const names = Object.keys(checksums);
  const { ChecksumType } = showChecksums(checksums);
  return ChecksumType === undefined ? {} : { ChecksumAlgorithm: names, ChecksumType };
}

/** The members that both versions answer. */
export function showListing(
  input: ListInput,
  listing: Listing,
  { owner }: { readonly owner?: Bucket | undefined },
) {
  const { Bucket, Delimiter, EncodingType, MaxKeys = 1000, Prefix = '' } = input;
  const shown = (text: string) => encodedAs(EncodingType, text);
  return {
    Name: Bucket,
    Prefix: shown(Prefix),
    Delimiter: Delimiter && shown(Delimiter),
    MaxKeys: Math.min(MaxKeys, 1000),
    EncodingType,
    IsTruncated: listing.next !== undefined,
    Contents: listing.objects.map(({ key, lastModifiedMs, etag, size, checksums }) => ({
      Key: shown(key),
      LastModified: lastModifiedMs,
      ETag: `"${etag}"`,
      ...namesOf(checksums),
      Size: size,
      ...(owner && { Owner: ownerOf(owner) }),
      StorageClass: 'STANDARD',
    })),
    CommonPrefixes: listing.commonPrefixes.map((text) => ({ Prefix: shown(text) })),
  };
}
