import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { SCOPE, startBuckets } from './buckets.suite.ts';
import { LIMITS } from './limits.ts';

const BUCKET = 'failures';
const FIVE_MIB = LIMITS.partBytes;

let world: ReturnType<typeof startBuckets>;
beforeEach(async () => {
  world = startBuckets();
  await world.buckets.createBucket(SCOPE, BUCKET);
});

const stored = (kind: string) => [...world.store.range({ prefix: [kind] })].length;

/** An upload of a key, with what is done to it. */
async function begin(key = 'large') {
  const headers = { contentType: 'text/plain' };
  const object = { bucketName: BUCKET, key, headers, metadata: { team: 'x' } };
  const { uploadId } = await world.buckets.uploads.begin(SCOPE, object);
  const name = { bucketName: BUCKET, key, uploadId };
  return {
    name,
    put: (number: number, bytes: Uint8Array) =>
      world.buckets.uploads.putPart(SCOPE, name, { number, bytes }),
    complete: (parts: { number: number; etag: string }[], more = {}) =>
      world.buckets.uploads.complete(SCOPE, name, { parts, ...more }),
    abort: () => world.buckets.uploads.abort(SCOPE, name),
  };
}

test('an object is made of its parts, and read in any range, after a restart too', async () => {
  const upload = await begin();
  const parts = [Buffer.alloc(FIVE_MIB, 'a'), Buffer.alloc(FIVE_MIB + 3, 'b'), Buffer.from('end')];
  // Parts come in any order, and one may come again.
  await upload.put(1, Buffer.from('wrong'));
  const kept = [];
  for (const number of [3, 1, 2]) kept.push(await upload.put(number, parts[number - 1]!));
  kept.sort((one, other) => one.number - other.number);
  const { etag, size } = await upload.complete(kept);
  const digests = parts.map((part) => createHash('md5').update(part).digest());
  expect(etag).toBe(`${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-3`);
  expect(size).toBe(2 * FIVE_MIB + 6);
  const buckets = world.open();
  const whole = Buffer.concat(parts);
  const { bytes, object } = buckets.getObject(SCOPE, BUCKET, { key: 'large' });
  expect(whole.equals(bytes)).toBe(true);
  expect(object).toMatchObject({ headers: { contentType: 'text/plain' }, metadata: { team: 'x' } });
  for (const [first, last] of [
    [0, 0],
    [FIVE_MIB - 2, FIVE_MIB + 1],
    [2 * FIVE_MIB, 2 * FIVE_MIB + 5],
  ] as const) {
    const read = buckets.getObject(SCOPE, BUCKET, { key: 'large', range: { first, last } });
    expect(whole.subarray(first, last + 1).equals(read.bytes)).toBe(true);
  }
});

test('nothing is left of an object of parts that is deleted, or of an upload that is ended', async () => {
  const upload = await begin();
  const part = await upload.put(1, Buffer.alloc(2 * LIMITS.pieceBytes));
  await upload.put(2, Buffer.from('not wanted'));
  await upload.complete([part]);
  expect([stored('uploads'), stored('upload-parts'), stored('object-pieces')]).toEqual([0, 0, 2]);
  await world.buckets.deleteObject(SCOPE, BUCKET, { key: 'large' });
  const other = await begin();
  await other.put(1, Buffer.from('x'));
  await other.abort();
  expect([stored('objects'), stored('upload-parts'), stored('object-pieces')]).toEqual([0, 0, 0]);
  await expect(other.abort()).rejects.toMatchObject({ code: 'NoSuchUpload' });
});

test('a bucket goes with its uploads', async () => {
  const upload = await begin();
  await upload.put(1, Buffer.from('x'));
  await world.buckets.deleteBucket(SCOPE, BUCKET);
  expect([stored('uploads'), stored('upload-parts'), stored('object-pieces')]).toEqual([0, 0, 0]);
});

test('what an object cannot be made of is refused, and the upload goes on', async () => {
  const upload = await begin();
  const small = await upload.put(1, Buffer.from('small'));
  const last = await upload.put(2, Buffer.from('last'));
  const refused = (code: string) => expect.objectContaining({ code });
  await expect(upload.complete([])).rejects.toEqual(refused('InvalidRequest'));
  await expect(upload.complete([last, small])).rejects.toEqual(refused('InvalidPartOrder'));
  await expect(upload.complete([small, last])).rejects.toEqual(refused('EntityTooSmall'));
  const wrong = [{ number: 1, etag: last.etag }];
  await expect(upload.complete(wrong)).rejects.toEqual(refused('InvalidPart'));
  await expect(upload.complete([small], { size: 3 })).rejects.toEqual(refused('InvalidRequest'));
  await expect(upload.put(0, Buffer.from(''))).rejects.toEqual(refused('InvalidArgument'));
  await expect(upload.put(10_001, Buffer.from(''))).rejects.toEqual(refused('InvalidArgument'));
  await upload.complete([small]);
  const conditions = { ifNoneMatch: '*' } as const;
  const second = await begin();
  const part = await second.put(1, Buffer.from('x'));
  await expect(second.complete([part], { conditions })).rejects.toEqual(
    refused('PreconditionFailed'),
  );
});

test.each(['', 'x', '0'.repeat(64), '\0'])('%j is no upload', async (uploadId) => {
  const name = { bucketName: BUCKET, key: 'large', uploadId };
  await expect(world.buckets.uploads.abort(SCOPE, name)).rejects.toMatchObject({
    code: 'NoSuchUpload',
  });
});
