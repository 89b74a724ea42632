import type { Buckets } from '../../s3/buckets.ts';
import { blob, integer, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { checkExpectedOwner, objectInput } from './bucket-input.ts';
import { objectHeaders, readConditions, responseOverrides, showObject } from './object-headers.ts';
import { parseRange } from './range-header.ts';

export const getObject = operation<Buckets>()({
  name: 'GetObject',
  http: { method: 'GET', path: '/{Bucket}/{Key+}' },
  input: structure({
    ...objectInput,
    ...readConditions,
    ...responseOverrides,
    Range: string({ in: 'header' }),
    ChecksumMode: string({ in: 'header', as: 'x-amz-checksum-mode' }),
  }),
  output: structure({
    ...objectHeaders,
    StatusCode: integer({ in: 'statusCode' }),
    Body: blob({ in: 'payload' }),
  }),
  handle(buckets, { Bucket, Key, ...input }, { scope }) {
    checkExpectedOwner(input.ExpectedBucketOwner, scope);
    const range = parseRange(input.Range);
    const { object, bytes, positions } = buckets.getObject(scope, Bucket, {
      key: Key,
      ...(range && { range }),
      ifMatch: input.IfMatch,
      ifNoneMatch: input.IfNoneMatch,
      ifModifiedSinceMs: input.IfModifiedSince,
      ifUnmodifiedSinceMs: input.IfUnmodifiedSince,
    });
    if (!positions) return { ...showObject(object, input), Body: bytes };
    // The checksums are those of the whole object: whoever compares them with a part is misled.
    return {
      ...showObject(object, { ...input, ChecksumMode: undefined }),
      ContentRange: `bytes ${positions.first}-${positions.last}/${object.size}`,
      StatusCode: 206,
      Body: bytes,
    };
  },
});
