import type { EventMap, EventName, Events } from '../observe/events.ts';

/** What a reader who is slower than the events may leave waiting, in bytes. */
const MOST_WAITING_BYTES = 8 * 1024 * 1024;

/** Which events a reader wants. */
interface FeedFilter {
  readonly names: readonly EventName[];
  /** Only events that name this event source mapping. */
  readonly mappingId?: string | undefined;
}

export interface FeedOptions extends FeedFilter {
  readonly nowMs: () => number;
  /** Ends the feed. */
  readonly signal: AbortSignal;
  readonly mostWaitingBytes?: number;
}

/**
 * The events as they happen, as lines of JSON: `{"name", "atMs", "event"}`. The first line,
 * `connected`, says that from here on nothing is missed. What a slow reader leaves waiting is
 * bounded: events beyond it are left out, and `events-lost` says in their place how many.
 */
export async function* eventFeed(events: Events, options: FeedOptions): AsyncIterable<string> {
  const { names, signal, nowMs, mostWaitingBytes = MOST_WAITING_BYTES } = options;
  const line = (name: string, event: object) =>
    `${JSON.stringify({ name, atMs: nowMs(), event })}\n`;
  let waiting = line('connected', {});
  let lost = 0;
  let wake = () => {};
  const take = <Name extends EventName>(name: Name, event: EventMap[Name]) => {
    if (!isWanted(event, options)) return;
    const text = lost > 0 || waiting.length > mostWaitingBytes ? undefined : line(name, event);
    if (text === undefined) lost++;
    else waiting += text;
    wake();
  };
  const leave = names.map((name) => events.on(name, (event) => take(name, event)));
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    while (!signal.aborted) {
      if (waiting === '') {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const part = waiting + (lost > 0 ? line('events-lost', { count: lost }) : '');
      [waiting, lost] = ['', 0];
      yield part;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    for (const stop of leave) stop();
  }
}

function isWanted(event: object, { mappingId }: FeedFilter): boolean {
  return mappingId === undefined || (event as { mappingId?: string }).mappingId === mappingId;
}
