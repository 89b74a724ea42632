import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c, crc64Nvme } from './crc.ts';
import { S3Error } from './s3-error.ts';

const bytesOf32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

const DIGESTS = {
  CRC32: (bytes: Uint8Array) => bytesOf32(crc32(bytes)),
  CRC32C: (bytes: Uint8Array) => bytesOf32(crc32c(bytes)),
  CRC64NVME: (bytes: Uint8Array) => crc64Nvme(bytes),
  SHA1: (bytes: Uint8Array) => createHash('sha1').update(bytes).digest(),
  SHA256: (bytes: Uint8Array) => createHash('sha256').update(bytes).digest(),
} as const satisfies Record<string, (bytes: Uint8Array) => Uint8Array>;

/** The checksums that an object can be put with and read back with. */
export type ChecksumAlgorithm = keyof typeof DIGESTS;

export const CHECKSUM_ALGORITHMS = Object.keys(DIGESTS) as ChecksumAlgorithm[];

/** Checksums by their algorithms, as bytes, the most significant first. */
export type Checksums = { readonly [Algorithm in ChecksumAlgorithm]?: Uint8Array | undefined };

/** What the sender says of the bytes that it sends. */
export interface ExpectedDigests {
  readonly checksums?: Checksums;
  readonly md5?: Uint8Array | undefined;
  /** The SHA-256 that was signed. */
  readonly signedSha256?: Uint8Array | undefined;
}

/**
 * Checks that what arrived is what was sent.
 *
 * @throws S3Error BadDigest or XAmzContentSHA256Mismatch
 */
export function checkDigests(bytes: Uint8Array, expected: ExpectedDigests): void {
  const { checksums = {}, md5, signedSha256 } = expected;
  if (signedSha256 && !isSame(signedSha256, DIGESTS.SHA256(bytes)))
    throw new S3Error(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  if (md5 && !isSame(md5, createHash('md5').update(bytes).digest()))
    throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const checksum = checksums[algorithm];
    if (!checksum || isSame(checksum, DIGESTS[algorithm](bytes))) continue;
    throw new S3Error(
      'BadDigest',
      `The ${algorithm} you specified did not match the calculated checksum.`,
    );
  }
}

const isSame = (left: Uint8Array, right: Uint8Array) => Buffer.compare(left, right) === 0;
