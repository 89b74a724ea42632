import type { Buckets } from '../../s3/buckets.ts';
import { positionsOf } from '../../s3/byte-range.ts';
import { integer, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { checkExpectedOwner, objectInput } from './bucket-input.ts';
import { objectHeaders, readConditions, responseOverrides, showObject } from './object-headers.ts';
import { parseRange } from './range-header.ts';

export const headObject = operation<Buckets>()({
  name: 'HeadObject',
  http: { method: 'HEAD', path: '/{Bucket}/{Key+}' },
  input: structure({
    ...objectInput,
    ...readConditions,
    ...responseOverrides,
    Range: string({ in: 'header' }),
    ChecksumMode: string({ in: 'header', as: 'x-amz-checksum-mode' }),
  }),
  output: structure({ ...objectHeaders, StatusCode: integer({ in: 'statusCode' }) }),
  handle(buckets, { Bucket, Key, ...input }, { scope }) {
    checkExpectedOwner(input.ExpectedBucketOwner, scope);
    const object = buckets.headObject(scope, Bucket, {
      key: Key,
      ifMatch: input.IfMatch,
      ifNoneMatch: input.IfNoneMatch,
      ifModifiedSinceMs: input.IfModifiedSince,
      ifUnmodifiedSinceMs: input.IfUnmodifiedSince,
    });
    const range = parseRange(input.Range);
    if (!range) return { ...showObject(object, input), ContentLength: object.size };
    const { first, last } = positionsOf(range, object.size);
    return {
      ...showObject(object, { ...input, ChecksumMode: undefined }),
      ContentLength: last - first + 1,
      ContentRange: `bytes ${first}-${last}/${object.size}`,
      StatusCode: 206,
    };
  },
});
