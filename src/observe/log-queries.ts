import type { Scope } from '../aws/scope.ts';
import type { Reader } from '../store/store.ts';
import { findGroup, notFound } from './log-catalogue.ts';
import { type LogEvent, streamKey, type Walk, walkEvents } from './log-entries.ts';
import { LogError } from './log-error.ts';
import { parseFilterPattern } from './log-filter-pattern.ts';
import {
  formatPosition,
  isBefore,
  type Position,
  parsePosition,
  positionAfter,
  positionOf,
  START,
  takePage,
} from './log-pages.ts';

const DAY_MS = 86_400_000;
/** Source: GetLogEvents and FilterLogEvents API reference. */
const MOST_EVENTS = 10_000;
/** How many events one filtered read looks at before it answers with a token. A choice. */
const SEARCHED_AT_ONCE = 50_000;

export interface StreamName {
  readonly group: string;
  readonly stream: string;
}

interface Page {
  readonly limit?: number | undefined;
  readonly nextToken?: string | undefined;
  /** Inclusive; epoch milliseconds. */
  readonly startTime?: number | undefined;
}

export interface EventQuery extends Page, StreamName {
  /** Exclusive; epoch milliseconds. */
  readonly endTime?: number | undefined;
  /** Begin with the first events, not with the last. */
  readonly startFromHead?: boolean | undefined;
}

export interface EventFilter extends Page {
  readonly group: string;
  /** Inclusive, unlike that of `EventQuery`; epoch milliseconds. */
  readonly endTime?: number | undefined;
  readonly streams?: readonly string[] | undefined;
  readonly streamPrefix?: string | undefined;
  readonly pattern?: string | undefined;
}

export interface EventPage {
  readonly events: LogEvent[];
  readonly nextForwardToken: string;
  readonly nextBackwardToken: string;
}

export interface FilteredEvent extends LogEvent {
  readonly eventId: string;
}

/** The time before which the events of a group have expired. */
export function expiryOf(retentionInDays: number | undefined, nowMs: number): number {
  return retentionInDays === undefined ? 0 : nowMs - retentionInDays * DAY_MS;
}

function* filtered(events: Iterable<LogEvent>, wanted: (event: LogEvent) => boolean) {
  for (const event of events) if (wanted(event)) yield event;
}

const TOKEN = /^([fb])\/(\d+)\/s$/;
const token = (direction: 'f' | 'b', position: Position) =>
  `${direction}/${formatPosition(position)}/s`;

function readToken(text: string): { isForward: boolean; position: Position } {
  const [, direction, digits] = TOKEN.exec(text) ?? [];
  if (!digits) {
    throw new LogError('InvalidParameterException', 'The specified nextToken is invalid.');
  }
  return { isForward: direction === 'f', position: parsePosition(digits) };
}

/**
 * One page of a stream, the earliest event first. There is always a token for either direction;
 * at an end it leads to an empty page with the same token. Throws `ResourceNotFoundException`,
 * `InvalidParameterException`.
 */
export function getEvents(
  reader: Reader,
  where: { readonly scope: Scope; readonly nowMs: number },
  query: EventQuery,
): EventPage {
  const { group, stream, startTime = 0, endTime = Infinity, limit = MOST_EVENTS } = query;
  const { retentionInDays } = findGroup(reader, where.scope, group);
  if (!reader.get(streamKey(where.scope, group, stream))) throw notFound('log stream');
  const given = query.nextToken === undefined ? undefined : readToken(query.nextToken);
  const isForward = given?.isForward ?? query.startFromHead ?? false;
  const position = given?.position;
  const expiryMs = expiryOf(retentionInDays, where.nowMs);
  const startMs = Math.max(startTime, expiryMs, isForward && position ? position.timestamp : 0);
  const endMs = !isForward && position ? Math.min(endTime, position.timestamp + 1) : endTime;
  const walk: Walk = { scope: where.scope, group, startMs, endMs, reverse: !isForward };
  const wanted = (event: LogEvent) =>
    event.stream === stream && (!position || isBefore(event, position) === !isForward);
  const events = takePage(filtered(walkEvents(reader, walk), wanted), limit);
  if (!isForward) events.reverse();
  const [first, last] = [events[0], events.at(-1)];
  return {
    events,
    nextForwardToken: token('f', last ? positionAfter(last) : (position ?? START)),
    nextBackwardToken: token('b', first ? positionOf(first) : (position ?? START)),
  };
}

/**
 * The events of a group, or of some of its streams, that match a pattern, the earliest first.
 * Throws `ResourceNotFoundException`, `InvalidParameterException`.
 */
export function filterEvents(
  reader: Reader,
  where: { readonly scope: Scope; readonly nowMs: number },
  filter: EventFilter,
): { events: FilteredEvent[]; nextToken?: string } {
  const { group, startTime = 0, limit = MOST_EVENTS, streams, streamPrefix = '' } = filter;
  const { retentionInDays } = findGroup(reader, where.scope, group);
  const from = filter.nextToken === undefined ? START : parsePosition(filter.nextToken);
  const matches = parseFilterPattern(filter.pattern ?? '');
  const names = streams && new Set(streams);
  const startMs = Math.max(startTime, expiryOf(retentionInDays, where.nowMs), from.timestamp);
  const endMs = (filter.endTime ?? Infinity) + 1;
  let searched = 0;
  let stoppedAt: Position | undefined;
  function* search() {
    for (const event of walkEvents(reader, { scope: where.scope, group, startMs, endMs })) {
      stoppedAt = positionOf(event);
      if (isBefore(event, from)) continue;
      if (searched++ >= SEARCHED_AT_ONCE) return;
      const isOfStream = names ? names.has(event.stream) : event.stream.startsWith(streamPrefix);
      if (isOfStream && matches(event.message)) yield event;
    }
    stoppedAt = undefined;
  }
  // One more than fits tells whether there is more.
  const found = takePage(search(), limit + 1);
  const events = found
    .slice(0, limit)
    .map((event) => ({ ...event, eventId: formatPosition(positionOf(event)) }));
  const beyond = found.length > limit ? positionOf(found[limit]!) : stoppedAt;
  return { events, ...(beyond && { nextToken: formatPosition(beyond) }) };
}
