import { partitionOf } from '../../aws/arn.ts';
import type { Buckets } from '../../s3/buckets.ts';
import { integer, list, string, structure, timestamp } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { ownerOf, ownerShape } from './owner.ts';
import { placeOfToken, tokenOf } from './tokens.ts';

const bucketShape = structure(
  {
    BucketArn: string(),
    BucketRegion: string(),
    CreationDate: timestamp(),
    Name: string(),
  },
  { as: 'Bucket' },
);

export const listBuckets = operation<Buckets>()({
  name: 'ListBuckets',
  http: { method: 'GET', path: '/' },
  input: structure({
    MaxBuckets: integer({ in: 'query', as: 'max-buckets', min: 1, max: 10_000 }),
    ContinuationToken: string({ in: 'query', as: 'continuation-token' }),
    Prefix: string({ in: 'query', as: 'prefix' }),
    BucketRegion: string({ in: 'query', as: 'bucket-region' }),
  }),
  output: structure(
    {
      Owner: ownerShape,
      Buckets: list(bucketShape),
      Prefix: string(),
      ContinuationToken: string(),
    },
    { as: 'ListAllMyBucketsResult' },
  ),
  handle(buckets, { MaxBuckets, ContinuationToken, Prefix, BucketRegion }, { scope }) {
    const after = placeOfToken(ContinuationToken) ?? '';
    const found = buckets
      .listBuckets(scope)
      .filter(({ name }) => name > after && name.startsWith(Prefix ?? ''))
      .filter(({ region }) => BucketRegion === undefined || region === BucketRegion);
    const page = found.slice(0, MaxBuckets);
    const last = page.at(-1);
    return {
      Owner: ownerOf(scope),
      Buckets: page.map(({ name, region, createdAtMs }) => ({
        BucketArn: `arn:${partitionOf(region)}:s3:::${name}`,
        BucketRegion: region,
        CreationDate: createdAtMs,
        Name: name,
      })),
      Prefix,
      ContinuationToken: last && page.length < found.length ? tokenOf(last.name) : undefined,
    };
  },
});
