import { InvalidArgumentError } from 'commander';
import { parseDuration } from './option-values.ts';

/** Where to begin. Times are epoch milliseconds. */
export type Start =
  | { readonly type: 'latest' | 'trim-horizon' }
  | { readonly type: 'timestamp'; readonly atMs: number }
  | { readonly type: 'sequence-number'; readonly sequenceNumber: string };

/** The same as it is given, which may be by how long ago. */
export type From = Start | { readonly type: 'ago'; readonly ms: number };

/** Where to begin, for who begins now; with what is new when nothing is given. */
export function startOf(from: From | undefined, nowMs: number): Start {
  if (from?.type !== 'ago') return from ?? { type: 'latest' };
  return { type: 'timestamp', atMs: Math.max(0, nowMs - from.ms) };
}

/** What --from takes: a name, a time, how long ago, or a sequence number. */
export function parseFrom(text: string): From {
  const name = text.toLowerCase().replaceAll('_', '-');
  if (name === 'latest' || name === 'trim-horizon') return { type: name };
  // A sequence number has more digits than any time.
  if (/^\d{20,}$/.test(text)) return { type: 'sequence-number', sequenceNumber: text };
  if (/^\d+(\.\d+)?(ms|s|m|h|d)$/.test(text)) return { type: 'ago', ms: parseDuration(text) };
  const atMs = Date.parse(text);
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(atMs)) return { type: 'timestamp', atMs };
  throw new InvalidArgumentError(
    'Give latest, trim-horizon, a time such as 2026-01-31T12:00:00Z, how long ago (10m), ' +
      'or a sequence number.',
  );
}
