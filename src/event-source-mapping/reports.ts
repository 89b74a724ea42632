import type { BatchEvent } from '../observe/events.ts';
import type { Report } from './effect.ts';
import type { Verdict } from './outcome.ts';

/** What an attempt is told as. */
export function reportsOf(
  verdict: Verdict,
  event: BatchEvent & { durationMs: number },
  willRetryAtMs: number | undefined,
): Report[] {
  const type = 'report';
  if (verdict.type === 'partly') {
    const processed = verdict.failedFrom;
    return [{ type, name: 'batch-partly-succeeded', event: { ...event, processed } }];
  }
  if (verdict.type === 'succeeded') {
    const done: Report = { type, name: 'batch-succeeded', event };
    if (verdict.doubt === undefined) return [done];
    return [{ type, name: 'warning', event: { message: verdict.doubt } }, done];
  }
  const failure = { type: verdict.errorType, message: verdict.message };
  const retry = willRetryAtMs === undefined ? {} : { willRetryAtMs };
  return [{ type, name: 'batch-failed', event: { ...event, failure, ...retry } }];
}
