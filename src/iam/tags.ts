import { IamError } from './iam-error.ts';

/** What to do to tags: some are removed, then some are set. */
export interface TagChange {
  readonly set?: Readonly<Record<string, string>>;
  readonly removed?: readonly string[];
}

/** Source: IAM and AWS STS quotas. */
const MOST_TAGS = 50;

/** @throws IamError LimitExceeded */
export function changedTags(
  tags: Readonly<Record<string, string>>,
  { set = {}, removed = [] }: TagChange,
): Readonly<Record<string, string>> {
  const kept = Object.entries(tags).filter(([key]) => !removed.includes(key));
  const changed = Object.fromEntries([...kept, ...Object.entries(set)]);
  if (Object.keys(changed).length <= MOST_TAGS) return changed;
  throw new IamError('LimitExceeded', `Cannot exceed quota for TagsPerResource: ${MOST_TAGS}`);
}
