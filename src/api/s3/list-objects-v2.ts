import type { Buckets } from '../../s3/buckets.ts';
import { boolean, integer, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { checkExpectedOwner } from './bucket-input.ts';
import { encodedAs, listInput, listOutput, showListing } from './listed-objects.ts';
import { placeOfToken, tokenOf } from './tokens.ts';

export const listObjectsV2 = operation<Buckets>()({
  name: 'ListObjectsV2',
  http: { method: 'GET', path: '/{Bucket}?list-type=2' },
  input: structure({
    ...listInput,
    ContinuationToken: string({ in: 'query', as: 'continuation-token' }),
    FetchOwner: boolean({ in: 'query', as: 'fetch-owner' }),
    StartAfter: string({ in: 'query', as: 'start-after' }),
  }),
  output: structure(
    {
      ...listOutput,
      KeyCount: integer(),
      ContinuationToken: string(),
      NextContinuationToken: string(),
      StartAfter: string(),
    },
    { as: 'ListBucketResult' },
  ),
  handle(buckets, input, { scope }) {
    checkExpectedOwner(input.ExpectedBucketOwner, scope);
    const { Bucket, Prefix, Delimiter, MaxKeys, ContinuationToken, StartAfter } = input;
    const after = placeOfToken(ContinuationToken) ?? StartAfter;
    const options = { prefix: Prefix, delimiter: Delimiter, maxKeys: MaxKeys, after };
    const listing = buckets.listObjects(scope, Bucket, options);
    const { next, objects, commonPrefixes } = listing;
    const owner = input.FetchOwner ? buckets.getBucket(scope, Bucket) : undefined;
    return {
      ...showListing(input, listing, { owner }),
      KeyCount: objects.length + commonPrefixes.length,
      ContinuationToken,
      NextContinuationToken: next === undefined ? undefined : tokenOf(next),
      StartAfter: StartAfter && encodedAs(input.EncodingType, StartAfter),
    };
  },
});
