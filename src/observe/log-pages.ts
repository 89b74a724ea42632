import { type LogEvent, sizeOf } from './log-entries.ts';
import { LogError } from './log-error.ts';

/**
 * A place between two events of a group: before the event of that time and sequence. Tokens carry
 * it, so that a page goes on where another ended, whatever arrived in the meantime.
 */
export interface Position {
  readonly timestamp: number;
  readonly sequence: number;
}

/** Most bytes of events in one answer. Source: GetLogEvents and FilterLogEvents API reference. */
const PAGE_BYTES = 1_048_576;

const TIME_DIGITS = 16;
/** AWS's event ids have 56 digits. */
const SEQUENCE_DIGITS = 40;
const DIGITS = new RegExp(`^\\d{${TIME_DIGITS + SEQUENCE_DIGITS}}$`);

export const START: Position = { timestamp: 0, sequence: 0 };

export const positionOf = ({ timestamp, sequence }: LogEvent): Position => ({
  timestamp,
  sequence,
});
export const positionAfter = ({ timestamp, sequence }: LogEvent): Position => ({
  timestamp,
  sequence: sequence + 1,
});

/** 56 digits that sort like the events. */
export const formatPosition = ({ timestamp, sequence }: Position) =>
  `${timestamp}`.padStart(TIME_DIGITS, '0') + `${sequence}`.padStart(SEQUENCE_DIGITS, '0');

/** Throws `InvalidParameterException` for anything that `formatPosition` did not write. */
export function parsePosition(text: string): Position {
  if (!DIGITS.test(text)) {
    throw new LogError('InvalidParameterException', 'The specified nextToken is invalid.');
  }
  return {
    timestamp: Number(text.slice(0, TIME_DIGITS)),
    sequence: Number(text.slice(TIME_DIGITS)),
  };
}

export const isBefore = (event: LogEvent, { timestamp, sequence }: Position) =>
  event.timestamp < timestamp || (event.timestamp === timestamp && event.sequence < sequence);

/** Takes events until there are `limit`, or as many as fit in one answer. */
export function takePage(events: Iterable<LogEvent>, limit: number): LogEvent[] {
  const page: LogEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    bytes += sizeOf(event);
    if (page.length > 0 && bytes > PAGE_BYTES) break;
    page.push(event);
    if (page.length >= limit) break;
  }
  return page;
}
