import type { Buckets } from '../../s3/buckets.ts';
import { string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { checkExpectedOwner } from './bucket-input.ts';
import { encodedAs, listInput, listOutput, showListing } from './listed-objects.ts';

/** The first version of the listing, which goes on behind a key that the caller names. */
export const listObjects = operation<Buckets>()({
  name: 'ListObjects',
  http: { method: 'GET', path: '/{Bucket}' },
  input: structure({ ...listInput, Marker: string({ in: 'query', as: 'marker' }) }),
  output: structure(
    { ...listOutput, Marker: string(), NextMarker: string() },
    { as: 'ListBucketResult' },
  ),
  handle(buckets, input, { scope }) {
    checkExpectedOwner(input.ExpectedBucketOwner, scope);
    const { Bucket, Prefix, Delimiter, MaxKeys, Marker = '', EncodingType } = input;
    const options = { prefix: Prefix, delimiter: Delimiter, maxKeys: MaxKeys, after: Marker };
    const listing = buckets.listObjects(scope, Bucket, options);
    const { next } = listing;
    return {
      ...showListing(input, listing, { owner: buckets.getBucket(scope, Bucket) }),
      Marker: encodedAs(EncodingType, Marker),
      // Without a delimiter the last key is where to go on (Amazon S3 API reference).
      NextMarker: next !== undefined && Delimiter ? encodedAs(EncodingType, next) : undefined,
    };
  },
});
