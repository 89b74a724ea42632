import type { Buckets } from '../../s3/buckets.ts';
import { structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { checkExpectedOwner } from './bucket-input.ts';
import { uploadInput, uploadName } from './upload-input.ts';

export const abortMultipartUpload = operation<Buckets>()({
  name: 'AbortMultipartUpload',
  http: { method: 'DELETE', path: '/{Bucket}/{Key+}?uploadId', status: 204 },
  input: structure(uploadInput),
  output: structure({}),
  async handle({ uploads }, input, { scope }) {
    checkExpectedOwner(input.ExpectedBucketOwner, scope);
    await uploads.abort(scope, uploadName(input));
    return {};
  },
});
