import type { Scope } from '../aws/scope.ts';
import type { Key, Reader, Transaction } from '../store/store.ts';
import type { Alarm } from './alarm.ts';
import { MetricError } from './metric-error.ts';

export const HISTORY_TYPES = ['ConfigurationUpdate', 'StateUpdate', 'Action'] as const;
type HistoryType = (typeof HISTORY_TYPES)[number];

export interface HistoryItem {
  readonly alarmName: string;
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly type: HistoryType;
  readonly summary: string;
  /** JSON. */
  readonly data: string;
}

export interface HistoryQuery {
  readonly alarmName?: string | undefined;
  readonly type?: string | undefined;
  /** Inclusive; epoch milliseconds. */
  readonly startMs?: number | undefined;
  /** Inclusive; epoch milliseconds. */
  readonly endMs?: number | undefined;
  readonly oldestFirst?: boolean | undefined;
  readonly limit?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** Source: DescribeAlarmHistory API reference: 30 days are kept, of deleted alarms too. */
const KEPT_MS = 30 * 86_400_000;
const REMOVED_AT_ONCE = 100;
const MOST_ITEMS = 100;
const LONGEST_DATA = 4095;

const historyKey = ({ account, region }: Scope, ...rest: number[]): Key => [
  'alarm-history',
  account,
  region,
  ...rest,
];

/** Writes down what happened to an alarm. */
export function noteHistory(
  transaction: Transaction,
  { scope, name }: Alarm,
  item: Omit<HistoryItem, 'alarmName' | 'data'> & { readonly data: object },
): void {
  const { data, ...rest } = item;
  const moment = historyKey(scope, item.atMs);
  const number = [...transaction.range({ prefix: moment })].length;
  const text = JSON.stringify(data).slice(0, LONGEST_DATA);
  const kept: HistoryItem = { alarmName: name, ...rest, data: text };
  transaction.put([...moment, number], kept);
  if (item.atMs <= KEPT_MS) return;
  const to = historyKey(scope, item.atMs - KEPT_MS);
  const old = transaction.range({ prefix: historyKey(scope), to, limit: REMOVED_AT_ONCE });
  for (const { key } of [...old]) transaction.remove(key);
}

/** One page of the history of a scope, the latest first. Throws `InvalidNextToken`. */
export function readHistory(
  reader: Reader,
  { scope, nowMs }: { readonly scope: Scope; readonly nowMs: number },
  query: HistoryQuery,
): { items: HistoryItem[]; nextToken?: string } {
  const { alarmName, type, startMs = 0, endMs = Infinity, limit = MOST_ITEMS } = query;
  const after = query.nextToken === undefined ? undefined : readToken(query.nextToken);
  const reverse = !query.oldestFirst;
  const prefix = historyKey(scope);
  const items: HistoryItem[] = [];
  let last: Key | undefined;
  for (const { key, value } of reader.range<HistoryItem>({ prefix, reverse })) {
    const place = key.slice(-2) as [number, number];
    const isOld = value.atMs < Math.max(startMs, nowMs - KEPT_MS) || value.atMs > endMs;
    const isOther = alarmName !== undefined && value.alarmName !== alarmName;
    if (isOld || isOther || (type !== undefined && value.type !== type)) continue;
    if (after && !isBeyond(place, after, reverse)) continue;
    if (items.length === limit) return { items, nextToken: last!.slice(-2).join('/') };
    items.push(value);
    last = key;
  }
  return { items };
}

type Place = readonly [atMs: number, number: number];

function isBeyond(place: Place, after: Place, reverse: boolean): boolean {
  const difference = place[0] - after[0] || place[1] - after[1];
  return reverse ? difference < 0 : difference > 0;
}

function readToken(token: string): Place {
  const [, atMs, number] = /^(\d{1,16})\/(\d{1,9})$/.exec(token) ?? [];
  if (number === undefined) throw new MetricError('InvalidNextToken', 'The NextToken is invalid.');
  return [Number(atMs), Number(number)];
}
