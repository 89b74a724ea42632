import { LIMITS } from './limits.ts';
import { S3Error } from './s3-error.ts';
import type { Part } from './upload-store.ts';

/** A part as whoever completes an upload names it. */
export interface NamedPart {
  readonly number: number;
  readonly etag: string;
}

/**
 * The parts of which an object is to be made. The texts are those of the Amazon S3 API reference.
 *
 * @throws S3Error InvalidRequest, InvalidPart, InvalidPartOrder, EntityTooSmall
 */
export function chosenParts(kept: readonly Part[], named: readonly NamedPart[]): Part[] {
  if (named.length === 0) throw new S3Error('InvalidRequest', 'You must specify at least one part');
  const isOrdered = named.every(({ number }, index) => {
    return index === 0 || named[index - 1]!.number < number;
  });
  if (!isOrdered) {
    const text =
      'The list of parts was not in ascending order. Parts must be ordered by part number.';
    throw new S3Error('InvalidPartOrder', text);
  }
  const byNumber = new Map(kept.map((part) => [part.number, part]));
  const parts = named.map(({ number, etag }) => {
    const part = byNumber.get(number);
    if (part?.etag === etag.replaceAll('"', '')) return part;
    throw new S3Error(
      'InvalidPart',
      "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      { PartNumber: String(number), ETag: etag },
    );
  });
  const small = parts.slice(0, -1).find(({ size }) => size < LIMITS.partBytes);
  if (!small) return parts;
  throw new S3Error(
    'EntityTooSmall',
    'Your proposed upload is smaller than the minimum allowed size',
    { ProposedSize: String(small.size), MinSizeAllowed: String(LIMITS.partBytes) },
  );
}
