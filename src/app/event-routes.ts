import type { Clock } from '../clock/clock.ts';
import type { OwnRoute } from '../gateway/own-routes.ts';
import type { EventName, Events } from '../observe/events.ts';
import { eventFeed } from './event-feed.ts';

const PATH = '/_sluicebox/events';

/** Readers at once: each of them costs a little for every event. */
const MOST_READERS = 32;

/** Every event that there is; the compiler insists that none is missing. */
const EVENT_NAMES: Readonly<Record<EventName, true>> = {
  'records-put': true,
  'shard-closed': true,
  'stream-deleted': true,
  'retention-changed': true,
  'doubly-encoded-put': true,
  'records-polled': true,
  'batch-invoked': true,
  'batch-succeeded': true,
  'batch-partly-succeeded': true,
  'batch-failed': true,
  'batch-split': true,
  'batch-discarded': true,
  'destination-failed': true,
  'mapping-problem': true,
  'function-invoked': true,
  'function-output': true,
  'function-reloaded': true,
  warning: true,
  'unsupported-operation': true,
};

/**
 * `GET /_sluicebox/events?name=…&name=…&mapping=…`: what happens from now on, a line of JSON for
 * each event, until the reader leaves. Without a name: all of them.
 */
export function eventRoutes(events: Events, clock: Clock): OwnRoute[] {
  let readers = 0;
  return [
    {
      method: 'GET',
      path: PATH,
      handle({ query, signal }) {
        const asked = query.getAll('name');
        const unknown = asked.find((name) => !Object.hasOwn(EVENT_NAMES, name));
        if (unknown !== undefined) return problem(400, `There is no event ${unknown}.`);
        if (readers >= MOST_READERS) return problem(503, `${readers} read the events already.`);
        const names = (asked.length > 0 ? asked : Object.keys(EVENT_NAMES)) as EventName[];
        const mappingId = query.get('mapping') ?? undefined;
        const feed = eventFeed(events, { names, mappingId, signal, nowMs: () => clock.now() });
        return {
          headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' },
          body: counted(feed, (change) => {
            readers += change;
          }),
        };
      },
    },
  ];
}

/** A feed counts as long as somebody reads it: one that is never begun never ends. */
async function* counted(
  feed: AsyncIterable<string>,
  count: (change: number) => void,
): AsyncIterable<string> {
  count(1);
  try {
    yield* feed;
  } finally {
    count(-1);
  }
}

const problem = (status: number, message: string) => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});
