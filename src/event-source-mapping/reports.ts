import type { BatchEvent } from '../observe/events.ts';
import type { Report } from './effect.ts';
import type { DiscardCondition } from './failure-record.ts';
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

/** What a discard is told as; `failure` says why its failure record could not be delivered. */
export function discardReport(
  event: BatchEvent,
  discard: {
    readonly condition: DiscardCondition;
    readonly failureRecord: string;
    readonly destinationArn: string | undefined;
    readonly failure: string | undefined;
  },
): Report {
  const type = 'report';
  const { destinationArn, failure, ...told } = discard;
  if (destinationArn && failure !== undefined) {
    const refused = { ...event, destinationArn, reason: failure };
    return { type, name: 'destination-failed', event: refused };
  }
  const delivered = destinationArn ? { ...told, destinationArn } : told;
  return { type, name: 'batch-discarded', event: { ...event, ...delivered } };
}
