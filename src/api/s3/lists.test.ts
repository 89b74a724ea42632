import { beforeEach, expect, test } from 'vitest';
import { SCOPE } from '../../s3/buckets.suite.ts';
import { listObjects } from './list-objects.ts';
import { listObjectsV2 } from './list-objects-v2.ts';
import { startS3 } from './s3.suite.ts';

const Bucket = 'failures';

let s3: Awaited<ReturnType<typeof startS3>>;
beforeEach(async () => {
  s3 = await startS3();
  for (const key of ['a b', 'c/1', 'c/2', 'd'])
    await s3.buckets.putObject(SCOPE, Bucket, { key, bytes: Buffer.from('x') });
});

test('a listing tells of each object', async () => {
  const { Contents, ...rest } = await s3.ask(listObjectsV2, { Bucket, Prefix: 'd' });
  expect(Contents).toEqual([
    {
      Key: 'd',
      LastModified: 1_000_000,
      ETag: '"9dd4e461268c8034f5c8564e155c67a6"',
      Size: 1,
      StorageClass: 'STANDARD',
    },
  ]);
  expect(rest).toMatchObject({ Name: Bucket, Prefix: 'd', KeyCount: 1, IsTruncated: false });
});

test('a listing tells which checksums an object has', async () => {
  const bytes = Buffer.from('x');
  const checksums = { CRC32: Buffer.from('jNwWgw==', 'base64') };
  await s3.buckets.putObject(SCOPE, Bucket, { key: 'e', bytes, expected: { checksums } });
  const told = { ChecksumAlgorithm: ['CRC32'], ChecksumType: 'FULL_OBJECT' };
  const asked = { Bucket, Prefix: 'e' };
  expect(await s3.ask(listObjects, asked)).toMatchObject({ Contents: [told] });
  expect(await s3.ask(listObjectsV2, asked)).toMatchObject({ Contents: [told] });
});

test('a listing goes on with its token', async () => {
  const asked = { Bucket, Delimiter: '/', MaxKeys: 2 };
  const first = await s3.ask(listObjectsV2, asked);
  expect(first).toMatchObject({
    KeyCount: 2,
    IsTruncated: true,
    Contents: [{ Key: 'a b' }],
    CommonPrefixes: [{ Prefix: 'c/' }],
  });
  const ContinuationToken = first.NextContinuationToken;
  const second = await s3.ask(listObjectsV2, { ...asked, ContinuationToken });
  expect(second).toMatchObject({ KeyCount: 1, IsTruncated: false, Contents: [{ Key: 'd' }] });
  expect(second.NextContinuationToken).toBeUndefined();
  await expect(s3.ask(listObjectsV2, { ...asked, ContinuationToken: '%' })).rejects.toMatchObject({
    code: 'InvalidArgument',
  });
});

test('keys are encoded when the caller asks for it', async () => {
  const { Contents, StartAfter } = await s3.ask(listObjectsV2, {
    Bucket,
    EncodingType: 'url',
    StartAfter: ' ',
  });
  expect(Contents?.map(({ Key }) => Key)).toEqual(['a%20b', 'c/1', 'c/2', 'd']);
  expect(StartAfter).toBe('%20');
});

test('owners are told by the first version, and by the second when asked', async () => {
  const ownersOf = ({
    Contents = [],
  }: {
    Contents?: { Owner?: object | undefined }[] | undefined;
  }) => Contents.filter(({ Owner }) => Owner !== undefined).length;
  expect(ownersOf(await s3.ask(listObjects, { Bucket }))).toBe(4);
  expect(ownersOf(await s3.ask(listObjectsV2, { Bucket }))).toBe(0);
  expect(ownersOf(await s3.ask(listObjectsV2, { Bucket, FetchOwner: true }))).toBe(4);
});

test('the first version goes on behind a marker', async () => {
  const asked = { Bucket, MaxKeys: 2 };
  expect(await s3.ask(listObjects, { ...asked, Delimiter: '/' })).toMatchObject({
    IsTruncated: true,
    NextMarker: 'c/',
  });
  const first = await s3.ask(listObjects, asked);
  expect([first.IsTruncated, first.NextMarker]).toEqual([true, undefined]);
  const second = await s3.ask(listObjects, { ...asked, Marker: 'c/1' });
  expect(second).toMatchObject({ Marker: 'c/1', Contents: [{ Key: 'c/2' }, { Key: 'd' }] });
});
