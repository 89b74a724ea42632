import { expect } from 'vitest';
import { type Answers, call, fails, pages, type Script } from '../step.ts';

const BUCKET = { Bucket: 'failures' };
const KEY = 'ä b+c/"<&>.txt';
const OBJECT = { ...BUCKET, Key: KEY };
const BODY = Buffer.from([0, 128, 255, 10, 65]);
/** Of other keys, the SDK wants the percent-encoding, which botocore adds by itself. */
const SOURCE = 'failures/c';
const upload = (more: object) => (answers: Answers) => ({
  ...{ ...BUCKET, Key: 'large', UploadId: answers.CreateMultipartUpload.UploadId },
  ...more,
});
const completed = (answers: Answers) =>
  upload({
    MultipartUpload: { Parts: [{ PartNumber: 1, ETag: answers.UploadPart.ETag }] },
  })(answers);

const BUCKETS = [
  call('CreateBucket', BUCKET, { Location: '/failures' }),
  call('CreateBucket', { Bucket: 'another' }),
  fails('CreateBucket', { Bucket: 'Failures' }, 'InvalidBucketName: not valid'),
  call('ListBuckets', {}, { Buckets: [{ Name: 'another' }, { Name: 'failures' }] }),
  pages('ListBuckets', 'Buckets', {}, [{ Name: 'another' }, { Name: 'failures' }]),
  call('HeadBucket', BUCKET, { BucketRegion: 'us-east-1' }),
  fails('HeadBucket', { Bucket: 'nowhere' }, 'NotFound'),
  call('GetBucketLocation', BUCKET),
  fails('ListObjectsV2', { Bucket: 'nowhere' }, 'NoSuchBucket: does not exist'),
];

const OBJECTS = [
  call(
    'PutObject',
    {
      ...{ ...OBJECT, Body: BODY, ContentType: 'text/x; charset=utf-8', Metadata: { by: 'me' } },
      ...{ CacheControl: 'no-store', Expires: new Date(Date.UTC(2027, 0, 1)) },
    },
    { ETag: expect.stringMatching(/^"\w{32}"$/), ChecksumCRC32: expect.any(String) },
  ),
  call('GetObject', OBJECT, {
    ...{ Body: BODY.toString('base64'), ContentLength: 5, Metadata: { by: 'me' } },
    LastModified: '2026-01-01T00:00:00.000Z',
  }),
  call(
    'GetObject',
    { ...OBJECT, Range: 'bytes=1-2' },
    { Body: BODY.subarray(1, 3).toString('base64'), ContentRange: 'bytes 1-2/5' },
  ),
  call(
    'GetObject',
    { ...OBJECT, ChecksumMode: 'ENABLED', ResponseContentType: 'a/b' },
    {
      ...{ ChecksumCRC32: expect.any(String), ContentType: 'a/b' },
    },
  ),
  fails('GetObject', { ...OBJECT, IfModifiedSince: new Date(Date.UTC(2026, 0, 2)) }, 'NotModified'),
  fails('PutObject', { ...OBJECT, Body: BODY, IfNoneMatch: '*' }, 'PreconditionFailed'),
  fails('PutObject', { ...OBJECT, Body: BODY, Tagging: 'a=b' }, 'NotImplemented'),
  call('HeadObject', OBJECT, { ContentLength: 5, CacheControl: 'no-store' }),
  fails('GetObject', { ...BUCKET, Key: 'none' }, 'NoSuchKey: specified key does not exist'),
  fails('HeadObject', { ...BUCKET, Key: 'none' }, 'NotFound'),
  fails('GetObject', { ...OBJECT, Range: 'bytes=9-' }, 'InvalidRange: not satisfiable'),
  call('PutObject', { ...BUCKET, Key: 'c', Body: Buffer.from('x') }),
  call('CopyObject', { ...BUCKET, Key: 'copy', CopySource: SOURCE }, { CopyObjectResult: {} }),
  call('PutObject', {
    ...{ ...BUCKET, Key: 'c', Body: Buffer.alloc(0), ChecksumAlgorithm: 'SHA256' },
    Metadata: { 'some-thing': 'a b' },
  }),
  call(
    'ListObjects',
    { ...BUCKET, MaxKeys: 1, Marker: 'b', Delimiter: '/' },
    {
      ...{ IsTruncated: true, NextMarker: 'c' },
    },
  ),
  call('ListObjectsV2', { ...BUCKET, MaxKeys: 1, StartAfter: 'b', FetchOwner: true }),
  call('ListObjects', BUCKET, { Contents: [{ Key: 'c' }, { Key: 'copy' }, { Key: KEY }] }),
  call('ListObjectsV2', { ...BUCKET, Delimiter: '/' }, { CommonPrefixes: [{ Prefix: 'ä b+c/' }] }),
  pages('ListObjectsV2', 'Contents', BUCKET, [{ Key: 'c' }, { Key: 'copy' }, { Key: KEY }]),
];

const UPLOADS = [
  call('CreateMultipartUpload', { ...BUCKET, Key: 'large' }, { Key: 'large' }),
  call('UploadPart', upload({ PartNumber: 1, Body: BODY })),
  call('ListParts', upload({}), { Parts: [{ PartNumber: 1, Size: 5 }] }),
  fails(
    'CompleteMultipartUpload',
    upload({ MultipartUpload: { Parts: [{ PartNumber: 2, ETag: '"a"' }] } }),
    'InvalidPart: specified parts could not be found',
  ),
  call('CompleteMultipartUpload', completed, { ETag: expect.stringMatching(/-1"$/) }),
  call('CreateMultipartUpload', { ...BUCKET, Key: 'large' }),
  call('UploadPartCopy', upload({ PartNumber: 1, CopySource: SOURCE }), { CopyPartResult: {} }),
  call('ListMultipartUploads', BUCKET, { Uploads: [{ Key: 'large' }] }),
  call('AbortMultipartUpload', upload({})),
  fails('AbortMultipartUpload', upload({ UploadId: 'none' }), 'NoSuchUpload: does not exist'),
];

const ENDINGS = [
  // Not here.
  call('GetBucketVersioning', BUCKET),
  fails('GetBucketLifecycleConfiguration', BUCKET, 'NotImplemented'),
  fails('DeleteBucket', BUCKET, 'BucketNotEmpty: not empty'),
  call('DeleteObject', { ...BUCKET, Key: 'copy' }),
  call(
    'DeleteObjects',
    { ...BUCKET, Delete: { Objects: [{ Key: KEY }, { Key: 'large' }, { Key: 'c' }] } },
    { Deleted: expect.objectContaining({ length: 3 }) },
  ),
  call('ListObjects', BUCKET),
  call('DeleteBucket', BUCKET),
];

export const s3: Script = {
  service: 's3',
  steps: [...BUCKETS, ...OBJECTS, ...UPLOADS, ...ENDINGS],
};
