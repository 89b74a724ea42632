import type { Buckets } from '../../s3/buckets.ts';
import { string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { checkExpectedOwner, objectInput } from './bucket-input.ts';

export const deleteObject = operation<Buckets>()({
  name: 'DeleteObject',
  http: { method: 'DELETE', path: '/{Bucket}/{Key+}', status: 204 },
  input: structure({ ...objectInput, IfMatch: string({ in: 'header', as: 'If-Match' }) }),
  output: structure({}),
  async handle(buckets, { Bucket, Key, IfMatch, ExpectedBucketOwner }, { scope }) {
    checkExpectedOwner(ExpectedBucketOwner, scope);
    await buckets.deleteObject(scope, Bucket, { key: Key, ifMatch: IfMatch });
    return {};
  },
});
