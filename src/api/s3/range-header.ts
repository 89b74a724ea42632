import type { ByteRange } from '../../s3/byte-range.ts';

/**
 * Reads a `Range` header. Undefined for what is no range of bytes, and for several at once: as on
 * AWS, the whole object is answered then.
 */
export function parseRange(text: string | undefined): ByteRange | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(text ?? '') ?? [];
  if (first === '') return last === '' ? undefined : { lastBytes: Number(last) };
  return { first: Number(first), ...(last !== '' && { last: Number(last) }) };
}
