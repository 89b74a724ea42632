import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { deleteObject } from './delete-object.ts';
import { deleteObjects } from './delete-objects.ts';
import { getObject } from './get-object.ts';
import { headObject } from './head-object.ts';
import { putObject } from './put-object.ts';
import { parseRange } from './range-header.ts';
import { startS3 } from './s3.suite.ts';

const place = { Bucket: 'failures', Key: 'a' };
const Body = Buffer.from('0123456789');
const ETag = `"${createHash('md5').update(Body).digest('hex')}"`;
const sha1 = createHash('sha1').update(Body).digest();

let s3: Awaited<ReturnType<typeof startS3>>;
beforeEach(async () => {
  s3 = await startS3();
});

test('an object is told as it was put', async () => {
  const headers = { ContentType: 'text/plain', ContentEncoding: 'gzip', Expires: 'never' };
  const put = { ...place, ...headers, Body, Metadata: { by: 'me' }, ChecksumSHA1: sha1 };
  expect(await s3.ask(putObject, put)).toEqual({
    ETag,
    ChecksumSHA1: sha1,
    ChecksumType: 'FULL_OBJECT',
  });
  const told = {
    ...headers,
    Metadata: { by: 'me' },
    AcceptRanges: 'bytes',
    ETag,
    LastModified: 1_000_000,
  };
  expect(await s3.ask(getObject, place)).toEqual({ ...told, Body });
  expect(await s3.ask(headObject, { ...place, ChecksumMode: 'ENABLED' })).toEqual({
    ...told,
    ContentLength: 10,
    ChecksumSHA1: sha1,
    ChecksumType: 'FULL_OBJECT',
  });
});

test('an object of which nothing is said is bytes, also an empty one', async () => {
  await s3.ask(putObject, place);
  expect(await s3.ask(getObject, place)).toMatchObject({
    ContentType: 'binary/octet-stream',
    Body: Buffer.alloc(0),
  });
});

test('a part of an object has no checksum of the whole', async () => {
  await s3.ask(putObject, { ...place, Body, ChecksumSHA1: sha1 });
  const asked = { ...place, Range: 'bytes=2-4', ChecksumMode: 'ENABLED' };
  const part = await s3.ask(getObject, asked);
  expect(part).toMatchObject({ StatusCode: 206, ContentRange: 'bytes 2-4/10' });
  expect(part.Body).toEqual(Buffer.from('234'));
  expect(part.ChecksumSHA1).toBeUndefined();
  expect(await s3.ask(headObject, asked)).toMatchObject({ StatusCode: 206, ContentLength: 3 });
  await expect(s3.ask(getObject, { ...place, Range: 'bytes=10-' })).rejects.toMatchObject({
    code: 'InvalidRange',
    status: 416,
  });
});

test.each([
  ['bytes=0-', { first: 0 }],
  ['bytes=2-4', { first: 2, last: 4 }],
  ['bytes=-3', { lastBytes: 3 }],
  ['bytes=-', undefined],
  ['bytes=1-2,4-5', undefined],
  ['lines=1-2', undefined],
  [`bytes=${'9'.repeat(99)}-`, undefined],
  [undefined, undefined],
])('the range %j is %j', (text, range) => {
  expect(parseRange(text)).toEqual(range);
});

test('a caller may have headers told otherwise', async () => {
  await s3.ask(putObject, { ...place, Body });
  const told = await s3.ask(getObject, { ...place, ResponseContentType: 'text/html' });
  expect(told.ContentType).toBe('text/html');
});

test('what arrived is compared with what was sent', async () => {
  const wrong = Buffer.alloc(20);
  const put = (more: object) => s3.ask(putObject, { ...place, Body, ...more });
  await expect(put({ ChecksumSHA1: wrong })).rejects.toMatchObject({ code: 'BadDigest' });
  await expect(put({ ContentMD5: wrong })).rejects.toMatchObject({ code: 'BadDigest' });
  await expect(put({ SignedSHA256: '0'.repeat(64) })).rejects.toMatchObject({
    code: 'XAmzContentSHA256Mismatch',
  });
  await expect(put({ ChecksumAlgorithm: 'CRC32' })).rejects.toMatchObject({
    code: 'InvalidRequest',
  });
  await put({ SignedSHA256: 'UNSIGNED-PAYLOAD' });
});

test('conditions are answered with their statuses', async () => {
  await s3.ask(putObject, { ...place, Body, IfNoneMatch: '*' });
  const failed = { code: 'PreconditionFailed', status: 412 };
  await expect(s3.ask(putObject, { ...place, IfNoneMatch: '*' })).rejects.toMatchObject(failed);
  await expect(s3.ask(getObject, { ...place, IfNoneMatch: ETag })).rejects.toMatchObject({
    status: 304,
  });
  await expect(s3.ask(deleteObject, { ...place, IfMatch: '"x"' })).rejects.toMatchObject(failed);
  await s3.ask(deleteObject, { ...place, IfMatch: ETag });
  await expect(s3.ask(headObject, place)).rejects.toMatchObject({ status: 404 });
});

test('several objects are deleted, and told one by one', async () => {
  await s3.ask(putObject, { ...place, Body });
  const Objects = [{ Key: 'a', ETag: '"x"' }, { Key: 'b' }, { Key: 'é'.repeat(513) }];
  const remove = (Quiet: boolean) =>
    s3.ask(deleteObjects, { Bucket: 'failures', Delete: { Objects, Quiet } });
  const answer = await remove(false);
  expect(answer.Deleted).toEqual([{ Key: 'b' }]);
  expect(answer.Errors?.map(({ Code }) => Code)).toEqual(['PreconditionFailed', 'KeyTooLongError']);
  expect((await remove(true)).Deleted).toEqual([]);
  for (const condition of [{ VersionId: 'v' }, { Size: 1 }, { LastModifiedTime: 0 }]) {
    const Delete = { Objects: [{ Key: 'a', ...condition }] };
    await expect(s3.ask(deleteObjects, { Bucket: 'failures', Delete })).rejects.toMatchObject({
      code: 'NotImplemented',
    });
  }
});
