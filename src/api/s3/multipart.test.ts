import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { abortMultipartUpload } from './abort-multipart-upload.ts';
import { completeMultipartUpload } from './complete-multipart-upload.ts';
import { copyObject } from './copy-object.ts';
import { createMultipartUpload } from './create-multipart-upload.ts';
import { getObject } from './get-object.ts';
import { listMultipartUploads } from './list-multipart-uploads.ts';
import { listParts } from './list-parts.ts';
import { putObject } from './put-object.ts';
import { startS3 } from './s3.suite.ts';
import { uploadPart } from './upload-part.ts';
import { uploadPartCopy } from './upload-part-copy.ts';

const place = { Bucket: 'failures', Key: 'a b' };

let s3: Awaited<ReturnType<typeof startS3>>;
beforeEach(async () => {
  s3 = await startS3();
});

async function begin() {
  const { UploadId = '' } = await s3.ask(createMultipartUpload, {
    ...place,
    ChecksumAlgorithm: 'CRC32',
  });
  return { ...place, UploadId };
}

const read = async () => {
  const { Body = new Uint8Array() } = await s3.ask(getObject, place);
  return Buffer.from(Body).toString();
};

test('parts are put, listed in pages, and made an object', async () => {
  const upload = await begin();
  const crc = Buffer.from([0x8c, 0xdc, 0x16, 0x83]);
  const { ETag = '' } = await s3.ask(uploadPart, {
    ...upload,
    PartNumber: 1,
    Body: Buffer.from('x'),
    ChecksumCRC32: crc,
  });
  await s3.ask(uploadPart, { ...upload, PartNumber: 5, Body: Buffer.from('y') });
  const first = await s3.ask(listParts, { ...upload, MaxParts: 1 });
  expect(first).toMatchObject({
    ...upload,
    ChecksumAlgorithm: 'CRC32',
    IsTruncated: true,
    NextPartNumberMarker: 1,
    Parts: [{ PartNumber: 1, ETag, Size: 1, ChecksumCRC32: crc }],
  });
  const second = await s3.ask(listParts, { ...upload, PartNumberMarker: 1 });
  expect(second).toMatchObject({ IsTruncated: false, Parts: [{ PartNumber: 5 }] });
  const completed = await s3.ask(completeMultipartUpload, {
    ...upload,
    MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
  });
  expect(completed).toEqual({
    ...place,
    Location: 'http://127.0.0.1:4566/failures/a%20b',
    ETag: expect.stringMatching(/^"[0-9a-f]{32}-1"$/),
  });
  expect(await read()).toBe('x');
});

test('a part with a wrong checksum is refused, as is a checksum of all parts', async () => {
  const upload = await begin();
  const part = { ...upload, PartNumber: 1, Body: Buffer.from('x') };
  const wrong = s3.ask(uploadPart, { ...part, ChecksumCRC32: Buffer.alloc(4) });
  await expect(wrong).rejects.toMatchObject({ code: 'BadDigest' });
  const whole = s3.ask(completeMultipartUpload, { ...upload, ChecksumCRC32: Buffer.alloc(4) });
  await expect(whole).rejects.toMatchObject({ code: 'NotImplemented', status: 501 });
});

test('uploads are listed in pages, and aborted', async () => {
  const uploads = [await begin(), await begin()].sort((a, b) => (a.UploadId < b.UploadId ? -1 : 1));
  const bucket = { Bucket: 'failures' };
  const first = await s3.ask(listMultipartUploads, { ...bucket, MaxUploads: 1 });
  expect(first).toMatchObject({ IsTruncated: true, Uploads: [{ Key: 'a b' }] });
  const second = await s3.ask(listMultipartUploads, {
    ...bucket,
    KeyMarker: first.NextKeyMarker,
    UploadIdMarker: first.NextUploadIdMarker,
  });
  expect(second).toMatchObject({
    IsTruncated: false,
    Uploads: [uploads[1]!.UploadId].map((id) => ({ UploadId: id })),
  });
  for (const upload of uploads) await s3.ask(abortMultipartUpload, upload);
  expect((await s3.ask(listMultipartUploads, bucket)).Uploads).toEqual([]);
  const encoded = { ...bucket, Prefix: 'a b', EncodingType: 'url' };
  expect((await s3.ask(listMultipartUploads, encoded)).Prefix).toBe('a%20b');
});

test('an object is copied, with its own metadata or with other', async () => {
  const source = { ...place, Metadata: { team: 'x' }, ContentType: 'text/plain' };
  await s3.ask(putObject, { ...source, Body: Buffer.from('hello') });
  const copy = { Bucket: 'failures', CopySource: '/failures/a%20b' };
  await s3.ask(copyObject, { ...copy, Key: 'copy' });
  const got = await s3.ask(getObject, { Bucket: 'failures', Key: 'copy' });
  expect(got).toMatchObject({ Metadata: { team: 'x' }, ContentType: 'text/plain' });
  const replaced = { ...copy, Key: 'a b', MetadataDirective: 'REPLACE', Metadata: { a: 'b' } };
  await s3.ask(copyObject, replaced);
  expect((await s3.ask(getObject, place)).Metadata).toEqual({ a: 'b' });
  expect(await read()).toBe('hello');
});

test('a copy has the checksums of its source, and says so', async () => {
  const ChecksumSHA1 = createHash('sha1').update('hello').digest();
  await s3.ask(putObject, { ...place, Body: Buffer.from('hello'), ChecksumSHA1 });
  const copied = { Bucket: 'failures', Key: 'copy', CopySource: 'failures/a%20b' };
  const checksums = { ChecksumSHA1, ChecksumType: 'FULL_OBJECT' };
  expect(await s3.ask(copyObject, copied)).toMatchObject(checksums);
});

test.each([
  [{ CopySource: 'failures/a%20b', Key: 'a b' }, 'InvalidRequest'],
  [{ CopySource: 'failures' }, 'InvalidArgument'],
  [{ CopySource: 'failures/%' }, 'InvalidArgument'],
  [{ CopySource: 'failures/none' }, 'NoSuchKey'],
  [{ CopySource: 'none/a' }, 'NoSuchBucket'],
  [{ CopySource: 'failures/a%20b?versionId=1' }, 'NotImplemented'],
  [{ CopySource: 'failures/a%20b', CopySourceIfMatch: '"x"' }, 'PreconditionFailed'],
  [{ CopySource: 'failures/a%20b', CopySourceIfNoneMatch: '*' }, 'PreconditionFailed'],
])('a copy of %j is refused', async (more, code) => {
  await s3.ask(putObject, { ...place, Body: Buffer.from('hello') });
  const copied = s3.ask(copyObject, { Bucket: 'failures', Key: 'copy', ...more });
  await expect(copied).rejects.toMatchObject({ code });
});

test('a part is copied out of an object', async () => {
  await s3.ask(putObject, { Bucket: 'failures', Key: 'source', Body: Buffer.from('hello') });
  const upload = await begin();
  const copy = { ...upload, CopySource: 'failures/source', PartNumber: 1 };
  const { ETag = '' } = await s3.ask(uploadPartCopy, { ...copy, CopySourceRange: 'bytes=1-3' });
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await s3.ask(completeMultipartUpload, { ...upload, MultipartUpload });
  expect(await read()).toBe('ell');
  const unchanged = s3.ask(uploadPartCopy, { ...copy, CopySourceIfNoneMatch: '*' });
  await expect(unchanged).rejects.toMatchObject({ code: 'PreconditionFailed', status: 412 });
  const wrong = s3.ask(uploadPartCopy, { ...copy, CopySourceRange: '1-3' });
  await expect(wrong).rejects.toMatchObject({ code: 'InvalidArgument' });
});
