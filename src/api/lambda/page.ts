/** What of a list is shown, and the marker behind which the next page begins. */
export interface Page<Item> {
  readonly page: readonly Item[];
  readonly NextMarker?: string;
}

/**
 * A page of a list in the order of its markers: what comes behind `Marker`, at most `MaxItems` or
 * `most` of it, whichever is less.
 */
export function pageOf<Item>(
  items: readonly Item[],
  { Marker, MaxItems }: { Marker?: string | undefined; MaxItems?: number | undefined },
  { most, markerOf }: { readonly most: number; readonly markerOf: (item: Item) => string },
): Page<Item> {
  const at = items.findIndex((item) => markerOf(item) === Marker);
  const behind = items.findIndex((item) => Marker !== undefined && markerOf(item) > Marker);
  // What the marker names may have been deleted since; then what came behind it begins.
  const start = Marker === undefined ? 0 : at >= 0 ? at + 1 : behind >= 0 ? behind : items.length;
  const page = items.slice(start, start + Math.min(MaxItems ?? most, most));
  const last = page.at(-1);
  const isMore = last !== undefined && start + page.length < items.length;
  return { page, ...(isMore && { NextMarker: markerOf(last) }) };
}
