import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { CHECKSUM_ALGORITHMS, type ChecksumAlgorithm, checkDigests } from './checksums.ts';

const BYTES = Buffer.from('123456789');

/** The check values of the public catalogue of CRC algorithms; the digests of Node. */
const KNOWN: Readonly<Record<ChecksumAlgorithm, string>> = {
  CRC32: 'cbf43926',
  CRC32C: 'e3069283',
  CRC64NVME: 'ae8b14860a799888',
  SHA1: createHash('sha1').update(BYTES).digest('hex'),
  SHA256: createHash('sha256').update(BYTES).digest('hex'),
};

test.each(CHECKSUM_ALGORITHMS)('%s of what was sent is accepted, of anything else not', (name) => {
  const checksums = { [name]: Buffer.from(KNOWN[name], 'hex') };
  checkDigests(BYTES, { checksums });
  expect(() => checkDigests(Buffer.from('12345678'), { checksums })).toThrow(
    expect.objectContaining({
      code: 'BadDigest',
      message: `The ${name} you specified did not match the calculated checksum.`,
    }),
  );
});

test('the MD5 and the signed SHA-256 are compared too', () => {
  const md5 = createHash('md5').update(BYTES).digest();
  const signedSha256 = createHash('sha256').update(BYTES).digest();
  checkDigests(BYTES, { md5, signedSha256 });
  expect(() => checkDigests(Buffer.alloc(0), { md5 })).toThrow('Content-MD5');
  expect(() => checkDigests(Buffer.alloc(0), { signedSha256 })).toThrow('x-amz-content-sha256');
});
