import type { Entry } from './store.ts';

/** Every entry of a range, with its key and its value read. */
export const entriesOf = (entries: Iterable<Entry>) =>
  Array.from(entries, ({ key, value }) => ({ key, value }));
