import type { Buckets } from '../../s3/buckets.ts';
import { LIMITS } from '../../s3/limits.ts';
import { bind, type Service } from '../operation.ts';
import { abortMultipartUpload } from './abort-multipart-upload.ts';
import { completeMultipartUpload } from './complete-multipart-upload.ts';
import { copyObject } from './copy-object.ts';
import { createBucket } from './create-bucket.ts';
import { createMultipartUpload } from './create-multipart-upload.ts';
import { deleteBucket } from './delete-bucket.ts';
import { deleteObject } from './delete-object.ts';
import { deleteObjects } from './delete-objects.ts';
import { toAwsError } from './errors.ts';
import { getBucketLocation } from './get-bucket-location.ts';
import { getBucketVersioning } from './get-bucket-versioning.ts';
import { getObject } from './get-object.ts';
import { headBucket } from './head-bucket.ts';
import { headObject } from './head-object.ts';
import { listBuckets } from './list-buckets.ts';
import { listMultipartUploads } from './list-multipart-uploads.ts';
import { listObjects } from './list-objects.ts';
import { listObjectsV2 } from './list-objects-v2.ts';
import { listParts } from './list-parts.ts';
import { putObject } from './put-object.ts';
import { uploadPart } from './upload-part.ts';
import { uploadPartCopy } from './upload-part-copy.ts';

/** What clients put around the pieces of an object, with room to spare. */
const FRAMING_BYTES = 1024 * 1024;

/** Amazon S3: buckets, and objects that are put whole or in parts. */
export function s3Service(buckets: Buckets): Service {
  return {
    signingName: 's3',
    protocols: [{ name: 'rest-xml', xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/' }],
    maxBodyBytes: LIMITS.objectBytes + FRAMING_BYTES,
    toAwsError,
    operations: bind(buckets, [
      abortMultipartUpload,
      completeMultipartUpload,
      copyObject,
      createBucket,
      createMultipartUpload,
      deleteBucket,
      deleteObject,
      deleteObjects,
      getBucketLocation,
      getBucketVersioning,
      getObject,
      headBucket,
      headObject,
      listBuckets,
      listMultipartUploads,
      listObjects,
      listObjectsV2,
      listParts,
      putObject,
      uploadPart,
      uploadPartCopy,
    ]),
  };
}
