import { CHECKSUM_ALGORITHMS, type Checksums } from '../../s3/checksums.ts';
import { blob, string } from '../../wire/shape.ts';

/** The checksums of an object, in requests and answers. */
export const checksumHeaders = {
  ChecksumCRC32: blob({ in: 'header', as: 'x-amz-checksum-crc32' }),
  ChecksumCRC32C: blob({ in: 'header', as: 'x-amz-checksum-crc32c' }),
  ChecksumCRC64NVME: blob({ in: 'header', as: 'x-amz-checksum-crc64nvme' }),
  ChecksumSHA1: blob({ in: 'header', as: 'x-amz-checksum-sha1' }),
  ChecksumSHA256: blob({ in: 'header', as: 'x-amz-checksum-sha256' }),
};

/** The same in XML. */
export const checksumElements = {
  ChecksumCRC32: blob(),
  ChecksumCRC32C: blob(),
  ChecksumCRC64NVME: blob(),
  ChecksumSHA1: blob(),
  ChecksumSHA256: blob(),
};

type ChecksumMembers = {
  readonly [Name in keyof typeof checksumHeaders]?: Uint8Array | undefined;
};

/** Of whole objects, not of parts of them: said in answers beside a checksum. */
export const checksumType = string({ in: 'header', as: 'x-amz-checksum-type' });

/** The checksums that a request has. */
export function readChecksums(input: ChecksumMembers): Checksums {
  const given = CHECKSUM_ALGORITHMS.map((name) => [name, input[`Checksum${name}`]] as const);
  return Object.fromEntries(given.filter(([, bytes]) => bytes !== undefined));
}

/** The members of an answer that tell checksums. */
export function showChecksums(checksums: Checksums): ChecksumMembers & { ChecksumType?: string } {
  const known = Object.entries(checksums).filter(([, bytes]) => bytes !== undefined);
  if (known.length === 0) return {};
  const members = known.map(([name, bytes]) => [`Checksum${name}`, bytes]);
  return { ...Object.fromEntries(members), ChecksumType: 'FULL_OBJECT' };
}
