import type { Scope } from '../aws/scope.ts';
import type { Transaction } from '../store/store.ts';
import { notFound } from './log-catalogue.ts';
import { type GroupEntry, groupKey } from './log-entries.ts';
import { LogError } from './log-error.ts';

/** Source: TagResource API reference. */
const MOST_TAGS = 50;

/** What to do to the tags of a group: some are removed, then some are set. */
export interface TagChange {
  readonly set?: Readonly<Record<string, string>>;
  readonly removed?: readonly string[];
}

/**
 * Throws `ResourceNotFoundException`, `InvalidParameterException` for names that are AWS's own, and
 * `TooManyTagsException`.
 */
export function changeTags(
  transaction: Transaction,
  { scope, group }: { readonly scope: Scope; readonly group: string },
  { set = {}, removed = [] }: TagChange,
): void {
  const entry = transaction.get<GroupEntry>(groupKey(scope, group));
  if (!entry) throw notFound('log group');
  const own = Object.keys(set).find((key) => /^aws:/i.test(key));
  if (own !== undefined) {
    const text = `The tag key ${own} is invalid: keys that begin with aws: are reserved.`;
    throw new LogError('InvalidParameterException', text);
  }
  const kept = Object.entries(entry.tags ?? {}).filter(([key]) => !removed.includes(key));
  const tags = Object.fromEntries([...kept, ...Object.entries(set)]);
  if (Object.keys(tags).length > MOST_TAGS) {
    const text = `A log group can have at most ${MOST_TAGS} tags.`;
    throw new LogError('TooManyTagsException', text);
  }
  transaction.put(groupKey(scope, group), { ...entry, tags });
}
