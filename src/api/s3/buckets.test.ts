import { beforeEach, describe, expect, test } from 'vitest';
import { SCOPE } from '../../s3/buckets.suite.ts';
import { createBucket } from './create-bucket.ts';
import { deleteBucket } from './delete-bucket.ts';
import { getBucketLocation } from './get-bucket-location.ts';
import { getBucketVersioning } from './get-bucket-versioning.ts';
import { headBucket } from './head-bucket.ts';
import { listBuckets } from './list-buckets.ts';
import { startS3 } from './s3.suite.ts';

const FIRST = { ...SCOPE, region: 'us-east-1' };

let s3: Awaited<ReturnType<typeof startS3>>;
beforeEach(async () => {
  s3 = await startS3();
});

const create = (LocationConstraint: string | undefined, scope = SCOPE) =>
  s3.ask(
    createBucket,
    {
      Bucket: 'new',
      ...(LocationConstraint !== undefined && {
        CreateBucketConfiguration: { LocationConstraint },
      }),
    },
    scope,
  );

describe('a bucket is created', () => {
  test.each([
    ['eu-central-1', SCOPE, 'eu-central-1'],
    [undefined, FIRST, ''],
    ['us-west-2', FIRST, 'us-west-2'],
    ['EU', FIRST, 'eu-west-1'],
  ])('for %j, asked of %j: in %j', async (constraint, scope, LocationConstraint) => {
    expect(await create(constraint, scope)).toEqual({ Location: '/new' });
    expect(await s3.ask(getBucketLocation, { Bucket: 'new' })).toEqual({ LocationConstraint });
  });

  test.each([
    [undefined, 'IllegalLocationConstraintException'],
    ['us-west-2', 'IllegalLocationConstraintException'],
    ['nowhere', 'InvalidLocationConstraint'],
  ])('but not for %j in another region', async (constraint, code) => {
    await expect(create(constraint)).rejects.toMatchObject({ code, status: 400 });
  });

  test('but not with tags, nor one for a directory', async () => {
    for (const setting of [{ Tags: {} }, { Location: {} }, { Bucket: {} }])
      await expect(
        s3.ask(createBucket, { Bucket: 'new', CreateBucketConfiguration: setting }),
      ).rejects.toMatchObject({ code: 'NotImplemented', status: 501 });
  });
});

test('a bucket has no versions, and one that is not there is told', async () => {
  expect(await s3.ask(getBucketVersioning, { Bucket: 'failures' })).toEqual({});
  await expect(s3.ask(getBucketVersioning, { Bucket: 'nowhere' })).rejects.toMatchObject({
    code: 'NoSuchBucket',
  });
});

test('a bucket is shown to its account alone', async () => {
  expect(await s3.ask(headBucket, { Bucket: 'failures' }, FIRST)).toEqual({
    BucketArn: 'arn:aws:s3:::failures',
    BucketRegion: 'eu-central-1',
  });
  const stranger = { ...SCOPE, account: '999999999999' };
  const denied = { code: 'AccessDenied', status: 403 };
  await expect(s3.ask(headBucket, { Bucket: 'failures' }, stranger)).rejects.toMatchObject(denied);
  const asked = { Bucket: 'failures', ExpectedBucketOwner: '999999999999' };
  await expect(s3.ask(headBucket, asked)).rejects.toMatchObject(denied);
  await expect(s3.ask(headBucket, { Bucket: 'nowhere' })).rejects.toMatchObject({
    code: 'NoSuchBucket',
    status: 404,
    members: { BucketName: 'nowhere' },
  });
});

test('buckets are listed in pages, and by prefix and region', async () => {
  await s3.buckets.createBucket(FIRST, 'one');
  await s3.buckets.createBucket(FIRST, 'two');
  const names = ({ Buckets = [] }: { Buckets?: { Name?: string | undefined }[] | undefined }) =>
    Buckets.map(({ Name }) => Name);
  const first = await s3.ask(listBuckets, { MaxBuckets: 2 });
  expect(names(first)).toEqual(['failures', 'one']);
  const { ContinuationToken } = first;
  const second = await s3.ask(listBuckets, { MaxBuckets: 2, ContinuationToken });
  expect([names(second), second.ContinuationToken]).toEqual([['two'], undefined]);
  expect(names(await s3.ask(listBuckets, { Prefix: 't' }))).toEqual(['two']);
  expect(names(await s3.ask(listBuckets, { BucketRegion: 'us-east-1' }))).toEqual(['one', 'two']);
  expect(first.Buckets?.[0]).toMatchObject({ CreationDate: 1_000_000 });
  expect(first.Owner?.ID).toMatch(/^[0-9a-f]{64}$/);
});

test('a bucket is deleted', async () => {
  await s3.ask(deleteBucket, { Bucket: 'failures' });
  await expect(s3.ask(deleteBucket, { Bucket: 'failures' })).rejects.toMatchObject({
    code: 'NoSuchBucket',
  });
});
