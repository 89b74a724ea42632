import { type NewLogEvent, sizeOf } from './log-entries.ts';
import { LogError } from './log-error.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Source of all five: PutLogEvents API reference. */
const BATCH_BYTES = 1_048_576;
const BATCH_SPAN_MS = DAY_MS;
const EVENT_BYTES = 1_048_576;
const FUTURE_MS = 2 * HOUR_MS;
const PAST_MS = 14 * DAY_MS;

/** Which events of a batch were left out. */
export interface Rejected {
  /** The index of the first event that lies too far in the future. */
  readonly tooNew?: number;
  /** The index after the last event that is more than 14 days old. */
  readonly tooOld?: number;
  /** The index after the last event that is older than the group keeps events. */
  readonly expired?: number;
}

export interface Admission extends Rejected {
  readonly accepted: readonly NewLogEvent[];
}

function checkBatch(events: readonly NewLogEvent[]): void {
  const invalid = (text: string) => new LogError('InvalidParameterException', text);
  const isOrdered = events.every((event, index) => {
    return index === 0 || events[index - 1]!.timestamp <= event.timestamp;
  });
  if (!isOrdered) {
    throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
  }
  if (events.at(-1)!.timestamp - events[0]!.timestamp > BATCH_SPAN_MS) {
    const text = 'The batch of log events in a single PutLogEvents request cannot span more than';
    throw invalid(`${text} 24 hours.`);
  }
  const tooLarge = events.find((event) => sizeOf(event) > EVENT_BYTES);
  if (tooLarge) {
    throw invalid(`Log event too large: ${sizeOf(tooLarge)} bytes exceeds limit of ${EVENT_BYTES}`);
  }
  const bytes = events.reduce((sum, event) => sum + sizeOf(event), 0);
  if (bytes > BATCH_BYTES) {
    throw invalid(`Upload too large: ${bytes} bytes exceeds limit of ${BATCH_BYTES}`);
  }
}

/**
 * Decides which events of a batch a group takes. Throws `InvalidParameterException` for a batch
 * that is refused whole.
 */
export function admit(
  events: readonly NewLogEvent[],
  { nowMs, expiryMs }: { nowMs: number; expiryMs: number },
): Admission {
  checkBatch(events);
  const count = (isOut: (event: NewLogEvent) => boolean) => events.filter(isOut).length;
  const tooOld = count(({ timestamp }) => timestamp < nowMs - PAST_MS);
  const expired = count(({ timestamp }) => timestamp < expiryMs);
  const tooNew = count(({ timestamp }) => timestamp > nowMs + FUTURE_MS);
  const end = events.length - tooNew;
  return {
    accepted: events.slice(Math.max(tooOld, expired), end),
    ...(tooOld > 0 && { tooOld }),
    ...(expired > 0 && { expired }),
    ...(tooNew > 0 && { tooNew: end }),
  };
}
