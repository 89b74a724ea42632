import { IamError } from '../../iam/iam-error.ts';
import { boolean, integer, string } from '../../wire/shape.ts';

/** The members of every request for a list. */
export const pageInput = {
  Marker: string({ min: 1, max: 320, pattern: '[\\u0020-\\u00FF]+' }),
  MaxItems: integer({ min: 1, max: 1000 }),
};

/** The members of every answer with a list. */
export const pageOutput = { IsTruncated: boolean(), Marker: string() };

/** Source: IAM API reference. */
const USUAL_ITEMS = 100;

/**
 * One page of a list, and where the next one begins. A marker is the place of the first item that
 * was not answered; what is made or removed meanwhile may be missed, or come twice.
 *
 * @throws IamError ValidationError for a marker that is none
 */
export function pageOf<Item>(
  items: readonly Item[],
  {
    Marker,
    MaxItems = USUAL_ITEMS,
  }: { Marker?: string | undefined; MaxItems?: number | undefined },
): { readonly page: readonly Item[]; readonly more: { IsTruncated: boolean; Marker?: string } } {
  const start = Marker === undefined ? 0 : placeOf(Marker);
  const end = start + MaxItems;
  const more =
    end < items.length
      ? { IsTruncated: true, Marker: Buffer.from(`${end}`).toString('base64url') }
      : { IsTruncated: false };
  return { page: items.slice(start, end), more };
}

function placeOf(marker: string): number {
  const text = Buffer.from(marker, 'base64url').toString();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new IamError('ValidationError', `Invalid Marker: ${marker}`);
}
