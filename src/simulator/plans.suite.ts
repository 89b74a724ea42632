import { DEFAULT_SETTINGS } from '../event-source-mapping/settings.ts';
import type { Plan } from './plan.ts';

/** One record that makes no trouble, in a history in which nothing goes wrong. */
export const CALM: Plan = {
  seed: 1,
  drives: 'machine',
  pace: 'fast',
  settings: { ...DEFAULT_SETTINGS, isFiltered: false },
  start: { atMs: 0, position: 'TRIM_HORIZON' },
  retentionMs: 24 * 3_600_000,
  shards: 1,
  function: { fastestMs: 10, slowestMs: 10, timeoutMs: 1000 },
  puts: [{ atMs: 0, key: 1, bytes: 10, isWanted: true }],
  faults: [],
};
