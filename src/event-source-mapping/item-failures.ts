import type { StreamRecord } from './stream-record.ts';

/** What a function's answer says about the records of its batch. */
export type ItemFailures =
  /** `doubt` is set when the answer was none that AWS documents, and counts as success here. */
  | { readonly type: 'none'; readonly doubt?: string }
  /** Everything before `index` is done; the record at `index` and all after it are not. */
  | { readonly type: 'from'; readonly index: number }
  /** The answer names no record of this batch: the whole batch has failed. */
  | { readonly type: 'invalid' };

/**
 * Reads a partial batch response: `{"batchItemFailures":[{"itemIdentifier":"<sequence number>"}]}`.
 * Of several items the lowest sequence number counts (Lambda developer guide, batch item failures).
 * An answer that is no JSON object is not documented; it counts as success.
 */
export function readItemFailures(payload: string, records: readonly StreamRecord[]): ItemFailures {
  const response = parse(payload);
  if (response === NOT_JSON) return doubtful('is not JSON');
  if (!response || (Array.isArray(response) && response.length === 0)) return { type: 'none' };
  if (typeof response !== 'object' || Array.isArray(response)) return doubtful('is not an object');

  const { batchItemFailures: items } = response as { batchItemFailures?: unknown };
  if (items === undefined || items === null) return { type: 'none' };
  if (!Array.isArray(items)) return { type: 'invalid' };
  if (items.length === 0) return { type: 'none' };

  const indexes = new Map<string, number>();
  for (const [index, { sequenceNumber }] of records.entries()) {
    // The records of one aggregate share a number: the first of them stands for all.
    if (!indexes.has(sequenceNumber)) indexes.set(sequenceNumber, index);
  }
  let lowest = records.length;
  for (const item of items) {
    const index = indexes.get(identifierOf(item) as string);
    if (index === undefined) return { type: 'invalid' };
    lowest = Math.min(lowest, index);
  }
  return { type: 'from', index: lowest };
}

const NOT_JSON = Symbol('not JSON');

function parse(payload: string): unknown {
  if (payload === '') return null;
  try {
    return JSON.parse(payload);
  } catch {
    return NOT_JSON;
  }
}

function doubtful(what: string): ItemFailures {
  return {
    type: 'none',
    doubt: `The function's answer ${what}, so it names no failed record: the batch counts as processed.`,
  };
}

function identifierOf(item: unknown): unknown {
  return (item as { itemIdentifier?: unknown } | null)?.itemIdentifier;
}
