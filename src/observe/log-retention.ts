import { LOG_RETENTION_DAYS } from '../aws/log-retention-days.ts';
import type { Scope } from '../aws/scope.ts';
import type { Transaction } from '../store/store.ts';
import { type GroupEntry, groupKey, removeEvents } from './log-entries.ts';
import { LogError } from './log-error.ts';
import { expiryOf } from './log-queries.ts';

/** How many chunks of expired events one append removes at most. */
const REMOVED_AT_ONCE = 100;

/** Throws `InvalidParameterException` for a retention that AWS does not offer. */
export function checkRetention(days: number | undefined): void {
  if (days === undefined || LOG_RETENTION_DAYS.has(days)) return;
  const text = `${days} days is not a retention that CloudWatch Logs offers.`;
  throw new LogError('InvalidParameterException', text);
}

/** Sets the retention of a group that exists, or ends it. */
export function setRetention(
  transaction: Transaction,
  where: { scope: Scope; group: string; retentionInDays: number | undefined },
): void {
  const key = groupKey(where.scope, where.group);
  const { retentionInDays: _, ...entry } = transaction.get<GroupEntry>(key)!;
  const { retentionInDays } = where;
  transaction.put(key, retentionInDays === undefined ? entry : { ...entry, retentionInDays });
}

/** Removes some of the events that a group does not keep any longer. */
export function removeExpired(
  transaction: Transaction,
  { scope, group, nowMs }: { scope: Scope; group: string; nowMs: number },
): void {
  const entry = transaction.get<GroupEntry>(groupKey(scope, group))!;
  const endMs = expiryOf(entry.retentionInDays, nowMs);
  if (endMs <= 0) return;
  const bytes = removeEvents(transaction, { scope, group }, { endMs, most: REMOVED_AT_ONCE });
  if (bytes === 0) return;
  transaction.put(groupKey(scope, group), { ...entry, storedBytes: entry.storedBytes - bytes });
}
