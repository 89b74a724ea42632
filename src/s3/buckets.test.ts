import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../store/durable-store.suite.ts';
import { SCOPE, startBuckets } from './buckets.suite.ts';
import { LIMITS } from './limits.ts';

const STRANGER = { account: '999999999999', region: SCOPE.region };
const bytes = (text: string) => Buffer.from(text);

let world: ReturnType<typeof startBuckets>;
beforeEach(async () => {
  world = startBuckets();
  await world.buckets.createBucket(SCOPE, 'failures');
});

const put = (key: string, text: string, more = {}) =>
  world.buckets.putObject(SCOPE, 'failures', { key, bytes: bytes(text), ...more });
const read = (key: string, options = {}) => {
  const found = world.buckets.getObject(SCOPE, 'failures', { key, ...options });
  return Buffer.from(found.bytes).toString();
};
const stored = (kind: string) => [...world.store.range({ prefix: [kind] })].length;

describe('buckets', () => {
  test.each([
    '',
    'ab',
    'a'.repeat(64),
    'Failures',
    'a_b',
    '-ab',
    'ab-',
    'a..b',
    '.ab',
    '192.168.0.1',
    'xn--abc',
    'abc-s3alias',
    '../etc',
    'a/b',
    'abc\0',
    'abc\n',
    '__proto__',
  ])('none is called %j', async (name) => {
    await expect(world.buckets.createBucket(SCOPE, name)).rejects.toMatchObject({
      code: 'InvalidBucketName',
    });
    expect(world.buckets.hasBucket(name)).toBe(false);
    expect(() => world.buckets.getBucket(SCOPE, name)).toThrow('not valid');
  });

  test('a name belongs to one account', async () => {
    await expect(world.buckets.createBucket(SCOPE, 'failures')).rejects.toMatchObject({
      code: 'BucketAlreadyOwnedByYou',
    });
    await expect(world.buckets.createBucket(STRANGER, 'failures')).rejects.toMatchObject({
      code: 'BucketAlreadyExists',
    });
    expect(() => world.buckets.getObject(STRANGER, 'failures', { key: 'a' })).toThrow(
      expect.objectContaining({ code: 'AccessDenied' }),
    );
    expect(world.buckets.listBuckets(STRANGER)).toEqual([]);
  });

  test('in us-east-1 creating one again is no error', async () => {
    const scope = { ...SCOPE, region: 'us-east-1' };
    await world.buckets.createBucket(scope, 'again');
    await world.buckets.createBucket(scope, 'again');
    await expect(world.buckets.createBucket(scope, 'failures')).rejects.toMatchObject({
      code: 'BucketAlreadyOwnedByYou',
    });
  });

  test('the account sees those of all regions, by name', async () => {
    await world.buckets.createBucket({ ...SCOPE, region: 'us-west-2' }, 'elsewhere');
    const names = world.buckets.listBuckets(SCOPE).map(({ name, region }) => [name, region]);
    expect(names).toEqual([
      ['elsewhere', 'us-west-2'],
      ['failures', 'eu-central-1'],
    ]);
  });

  test('only an empty one is deleted', async () => {
    await put('a', 'x');
    await expect(world.buckets.deleteBucket(SCOPE, 'failures')).rejects.toMatchObject({
      code: 'BucketNotEmpty',
    });
    await world.buckets.deleteObject(SCOPE, 'failures', { key: 'a' });
    await world.buckets.deleteBucket(SCOPE, 'failures');
    expect(() => world.buckets.getBucket(SCOPE, 'failures')).toThrow(
      expect.objectContaining({ code: 'NoSuchBucket', details: { BucketName: 'failures' } }),
    );
  });
});

describe('objects', () => {
  test('one is what was put, with what is known of it', async () => {
    const object = await put('a/b', 'hello', {
      headers: { contentType: 'text/plain' },
      metadata: { by: 'me' },
    });
    expect(object).toMatchObject({
      key: 'a/b',
      size: 5,
      etag: createHash('md5').update('hello').digest('hex'),
      lastModifiedMs: 1_000_000,
      headers: { contentType: 'text/plain' },
      metadata: { by: 'me' },
    });
    expect(read('a/b')).toBe('hello');
    expect(world.open().headObject(SCOPE, 'failures', { key: 'a/b' })).toEqual(object);
  });

  test('one that is put again replaces the other with all its bytes', async () => {
    await put('a', 'x'.repeat(LIMITS.pieceBytes * 2 + 1));
    expect(stored('object-pieces')).toBe(3);
    await put('a', 'short');
    expect(stored('object-pieces')).toBe(1);
    expect(read('a')).toBe('short');
    await put('a', '');
    expect([stored('object-pieces'), read('a')]).toEqual([0, '']);
  });

  test('a deleted one leaves nothing, and can be deleted again', async () => {
    await put('a', 'x');
    await world.buckets.deleteObject(SCOPE, 'failures', { key: 'a' });
    await world.buckets.deleteObject(SCOPE, 'failures', { key: 'a' });
    expect([stored('objects'), stored('object-pieces')]).toEqual([0, 0]);
    expect(() => read('a')).toThrow(
      expect.objectContaining({ code: 'NoSuchKey', details: { Key: 'a' } }),
    );
  });

  test.each(['../../etc/passwd', '/', '//a', 'a\nb', '<x>&', '__proto__', 'ключ', '😀', '%00'])(
    '%j is a key like any other',
    async (key) => {
      await put(key, key);
      expect(read(key)).toBe(key);
      expect(world.buckets.listObjects(SCOPE, 'failures').objects).toMatchObject([{ key }]);
    },
  );

  test.each([
    ['', 'InvalidArgument'],
    ['a\0', 'InvalidArgument'],
    ['\ud800', 'InvalidArgument'],
    ['\u{10ffff}', 'InvalidArgument'],
    ['é'.repeat(513), 'KeyTooLongError'],
  ])('%j is no key', async (key, code) => {
    await expect(put(key, 'x')).rejects.toMatchObject({ code });
    expect(() => read(key)).toThrow(expect.objectContaining({ code }));
  });

  test('there are bounds', async () => {
    const large = { key: 'a', bytes: Buffer.alloc(LIMITS.objectBytes + 1) };
    await expect(world.buckets.putObject(SCOPE, 'failures', large)).rejects.toMatchObject({
      code: 'EntityTooLarge',
      details: { MaxSizeAllowed: '67108864' },
    });
    const metadata = { a: 'é'.repeat(1024) };
    await expect(put('a', 'x', { metadata })).rejects.toMatchObject({ code: 'MetadataTooLarge' });
  });

  test('one that is put in a transaction is undone with it', async () => {
    const failing = world.store.transact((transaction) => {
      world.buckets.putIn(transaction, 'failures', { key: 'a', bytes: bytes('x') });
      throw new Error('later');
    });
    await expect(failing).rejects.toThrow('later');
    expect([stored('objects'), stored('object-pieces')]).toEqual([0, 0]);
    await world.store.transact((transaction) =>
      world.buckets.putIn(transaction, 'failures', { key: 'a', bytes: bytes('x') }),
    );
    const { headers } = world.buckets.headObject(SCOPE, 'failures', { key: 'a' });
    expect(headers.contentType).toBe('application/octet-stream');
    const nowhere = world.store.transact((transaction) =>
      world.buckets.putIn(transaction, 'nowhere', { key: 'a', bytes: bytes('x') }),
    );
    await expect(nowhere).rejects.toMatchObject({ code: 'NoSuchBucket' });
  });

  test('objects survive on disk, the last byte included', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sluicebox-s3-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    let store = openStore(folder);
    const key = '😀'.repeat(256);
    const content = Buffer.alloc(LIMITS.pieceBytes + 7, 'abc');
    const first = startBuckets(store);
    await first.buckets.createBucket(SCOPE, 'failures');
    await first.buckets.putObject(SCOPE, 'failures', { key, bytes: content });
    await store.close();
    store = openStore(folder);
    const { buckets } = startBuckets(store);
    const { bytes: found } = buckets.getObject(SCOPE, 'failures', { key });
    expect(Buffer.compare(found, content)).toBe(0);
    const { objects, next } = buckets.listObjects(SCOPE, 'failures', { delimiter: '/' });
    expect([objects.map((object) => object.key), next]).toEqual([[key], undefined]);
    await store.close();
  });
});

describe('ranges', () => {
  test.each([
    [{ first: 0 }, '0123456789'],
    [{ first: 3, last: 5 }, '345'],
    [{ first: 9, last: 99 }, '9'],
    [{ lastBytes: 3 }, '789'],
    [{ lastBytes: 99 }, '0123456789'],
  ])('%j is %j', async (range, text) => {
    await put('a', '0123456789');
    expect(read('a', { range })).toBe(text);
  });

  test.each([{ first: 10 }, { lastBytes: 0 }, { first: 5, last: 4 }])(
    '%j is of nothing',
    async (range) => {
      await put('a', '0123456789');
      expect(() => read('a', { range })).toThrow(
        expect.objectContaining({ code: 'InvalidRange', details: { ActualObjectSize: '10' } }),
      );
    },
  );

  test('one across pieces is read from both', async () => {
    const at = LIMITS.pieceBytes;
    await put('a', `${'x'.repeat(at - 1)}ab${'y'.repeat(at)}`);
    expect(read('a', { range: { first: at - 1, last: at } })).toBe('ab');
  });
});

describe('conditions', () => {
  const etag = createHash('md5').update('x').digest('hex');
  const other = `"${'0'.repeat(32)}"`;

  test.each([
    [{ ifMatch: `"${etag}"` }, 'read'],
    [{ ifMatch: other }, 'PreconditionFailed'],
    [{ ifMatch: `${other}, ${etag}` }, 'read'],
    [{ ifNoneMatch: other }, 'read'],
    [{ ifNoneMatch: '*' }, 'NotModified'],
    [{ ifModifiedSinceMs: 1_000_000 }, 'NotModified'],
    [{ ifModifiedSinceMs: 999_000 }, 'read'],
    [{ ifUnmodifiedSinceMs: 999_000 }, 'PreconditionFailed'],
    [{ ifUnmodifiedSinceMs: 999_000, ifMatch: etag }, 'read'],
    [{ ifModifiedSinceMs: 1_000_000, ifNoneMatch: other }, 'read'],
  ])('with %j: %s', async (conditions, outcome) => {
    await put('a', 'x');
    const reading = () => read('a', conditions);
    if (outcome === 'read') expect(reading()).toBe('x');
    else expect(reading).toThrow(expect.objectContaining({ code: outcome }));
  });

  test('a write can ask for there being no object, or that very one', async () => {
    const ifNoneMatch = '*';
    await put('a', 'x', { conditions: { ifNoneMatch } });
    const failed = { code: 'PreconditionFailed' };
    await expect(put('a', 'y', { conditions: { ifNoneMatch } })).rejects.toMatchObject(failed);
    await expect(put('a', 'y', { conditions: { ifMatch: other } })).rejects.toMatchObject(failed);
    await put('a', 'y', { conditions: { ifMatch: etag } });
    await expect(put('b', 'y', { conditions: { ifMatch: etag } })).rejects.toMatchObject({
      code: 'NoSuchKey',
    });
    const deleting = world.buckets.deleteObject(SCOPE, 'failures', { key: 'a', ifMatch: etag });
    await expect(deleting).rejects.toMatchObject(failed);
    expect(read('a')).toBe('y');
  });
});
