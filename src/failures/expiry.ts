import type { Failure } from './failure.ts';

/** What is known of the stream as it is now; undefined when there is none of that name. */
export interface StreamNow {
  readonly retentionPeriodHours: number;
  readonly createdAtMs: number;
}

/** `soon`: below 2 hours or a tenth of the retention. `unknown`: the stream could not be asked. */
export type ExpiryState = 'ok' | 'soon' | 'partly-gone' | 'gone' | 'unknown' | 'no-range';

export interface Expiry {
  readonly state: ExpiryState;
  /** When the first record of the range expires; the last one does so at `lastExpiresAtMs`. */
  readonly expiresAtMs?: number;
  readonly lastExpiresAtMs?: number;
  /** Of the first record, or of the last when the first is gone; never below 0. */
  readonly leftMs: number;
}

const HOUR_MS = 3_600_000;
const SOON_MS = 2 * HOUR_MS;
const SOON_SHARE = 0.1;

/** The creation of a stream is told in seconds by some; a record cannot be older than its stream. */
const CREATION_SLACK_MS = 1000;

/** Whether the stream that has the name now was made after the records of the failure arrived. */
export function isOtherStream(failure: Failure, { createdAtMs }: StreamNow): boolean {
  return createdAtMs > failure.lastArrivalMs + CREATION_SLACK_MS;
}

/** How long the records of a failure can still be read. `stream`: `unknown` when nobody could ask. */
export function expiryOf(
  failure: Failure,
  stream: StreamNow | 'unknown' | undefined,
  nowMs: number,
): Expiry {
  if (failure.startSequenceNumber === '') return { state: 'no-range', leftMs: 0 };
  if (stream === 'unknown') return { state: 'unknown', leftMs: 0 };
  if (stream === undefined || isOtherStream(failure, stream)) return { state: 'gone', leftMs: 0 };
  const retentionMs = stream.retentionPeriodHours * HOUR_MS;
  const expiresAtMs = failure.firstArrivalMs + retentionMs;
  const lastExpiresAtMs = Math.max(failure.lastArrivalMs + retentionMs, expiresAtMs);
  const times = { expiresAtMs, lastExpiresAtMs };
  if (nowMs >= lastExpiresAtMs) return { state: 'gone', leftMs: 0, ...times };
  if (nowMs >= expiresAtMs) {
    return { state: 'partly-gone', leftMs: lastExpiresAtMs - nowMs, ...times };
  }
  const leftMs = expiresAtMs - nowMs;
  const isSoon = leftMs < SOON_MS || leftMs < retentionMs * SOON_SHARE;
  return { state: isSoon ? 'soon' : 'ok', leftMs, ...times };
}
