import { S3Error } from './s3-error.ts';

/** Some bytes in a row: from one on, up to another or to the end; or so many at the end. */
export type ByteRange =
  | { readonly first: number; readonly last?: number }
  | { readonly lastBytes: number };

/**
 * The positions of the first and the last byte of a range, both inclusive.
 *
 * @throws S3Error InvalidRange when an object of that size has none of the bytes
 */
export function positionsOf(
  range: ByteRange,
  size: number,
): { readonly first: number; readonly last: number } {
  const isAtEnd = 'lastBytes' in range;
  const first = isAtEnd ? Math.max(0, size - range.lastBytes) : range.first;
  const last = isAtEnd ? size - 1 : Math.min(range.last ?? size - 1, size - 1);
  if (first <= last) return { first, last };
  throw new S3Error('InvalidRange', 'The requested range is not satisfiable', {
    ActualObjectSize: String(size),
  });
}
