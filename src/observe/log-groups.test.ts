import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_SCOPE as scope } from '../aws/scope.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { LogGroups } from './log-groups.ts';
import type { EventPage } from './log-queries.ts';

const NAME = { group: 'g', stream: 's' };
const DAY_MS = 86_400_000;

function newLogs() {
  const clock = new ManualClock();
  const store = new MemoryStore();
  return { clock, store, logs: new LogGroups({ store, clock }), nowMs: clock.now() };
}

const refused = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

const messages = ({ events }: { events: readonly { message: string }[] }) =>
  events.map(({ message }) => message);

/** Numbered events, a second apart. */
const numbered = (nowMs: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    timestamp: nowMs + index * 1000,
    message: `${index}`,
  }));

/** Says how many transactions the store has begun since this call. */
function countTransactions(store: MemoryStore): () => number {
  let count = 0;
  const { transact } = store;
  store.transact = (work) => {
    count += 1;
    return transact.call(store, work) as never;
  };
  return () => count;
}

test('appending creates the group and the stream', async () => {
  const { logs, nowMs } = newLogs();
  await logs.append(scope, NAME, [{ timestamp: nowMs, message: 'hello' }]);
  expect(logs.describeGroups(scope).groups).toEqual([
    expect.objectContaining({
      name: 'g',
      creationTime: nowMs,
      storedBytes: 31,
      arn: 'arn:aws:logs:us-east-1:000000000000:log-group:g',
    }),
  ]);
  expect(logs.describeStreams(scope, { group: 'g' }).streams).toEqual([
    {
      name: 's',
      creationTime: nowMs,
      firstEventTimestamp: nowMs,
      lastEventTimestamp: nowMs,
      lastIngestionTime: nowMs,
      arn: 'arn:aws:logs:us-east-1:000000000000:log-group:g:log-stream:s',
    },
  ]);
});

test('what is appended survives a restart', async () => {
  const { logs, store, clock, nowMs } = newLogs();
  await logs.append(scope, NAME, [{ timestamp: nowMs, message: 'before' }]);
  const again = new LogGroups({ store, clock });
  await again.append(scope, NAME, [{ timestamp: nowMs, message: 'after' }]);
  expect(messages(again.getEvents(scope, NAME))).toEqual(['before', 'after']);
});

test('what is appended soon is seen at once by whoever reads, in the order in which it came', async () => {
  const { logs, nowMs } = newLogs();
  const at = (message: string) => [{ timestamp: nowMs, message }];
  void logs.appendSoon(scope, NAME, at('one'));
  void logs.append(scope, NAME, at('two'));
  void logs.appendSoon(scope, NAME, at('three'));
  expect(messages(logs.getEvents(scope, NAME))).toEqual(['one', 'two', 'three']);
  void logs.appendSoon(scope, { group: 'h', stream: 's' }, at('one'));
  await expect(logs.createGroup(scope, 'h')).rejects.toEqual(
    refused('ResourceAlreadyExistsException', /exists/),
  );
});

test('what is appended soon is committed by itself, many lines in one transaction', async () => {
  const { logs, store, nowMs } = newLogs();
  const transactions = countTransactions(store);
  const lines: Promise<void>[] = [];
  for (let line = 0; line < 5; line++) {
    lines.push(logs.appendSoon(scope, NAME, [{ timestamp: nowMs, message: `${line}` }]));
    await new Promise(setImmediate);
  }
  await Promise.all(lines);
  expect(transactions()).toBe(1);
  expect(messages(logs.getEvents(scope, NAME))).toEqual(['0', '1', '2', '3', '4']);
});

test('a commit that fails is told to all who wait for it, and the next one goes on', async () => {
  const { logs, store, nowMs } = newLogs();
  const line = [{ timestamp: nowMs, message: 'x' }];
  const { transact } = store;
  store.transact = () => Promise.reject(new Error('full'));
  const lost = [logs.appendSoon(scope, NAME, line), logs.append(scope, NAME, line)];
  const told = await Promise.allSettled(lost);
  expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  store.transact = transact;
  await logs.append(scope, NAME, line);
  expect(messages(logs.getEvents(scope, NAME))).toEqual(['x']);
});

test('what is appended in one turn of the event loop is one transaction', async () => {
  const { logs, store, nowMs } = newLogs();
  const transactions = countTransactions(store);
  const append = (message: string) => logs.append(scope, NAME, [{ timestamp: nowMs, message }]);
  await Promise.all([append('a'), append('b'), append('c')]);
  expect(transactions()).toBe(1);
  expect(messages(logs.getEvents(scope, NAME))).toEqual(['a', 'b', 'c']);
});

test('scopes do not see each other', async () => {
  const { logs, nowMs } = newLogs();
  await logs.append(scope, NAME, [{ timestamp: nowMs, message: 'x' }]);
  expect(logs.describeGroups({ ...scope, region: 'eu-west-1' }).groups).toEqual([]);
});

test('events come out by time, then in the order of their arrival, however they were put', async () => {
  const events = fc.array(
    fc.record({ stream: fc.constantFrom('a', 'b'), offsetMs: fc.integer({ min: 0, max: 5000 }) }),
    { maxLength: 30 },
  );
  await fc.assert(
    fc.asyncProperty(events, fc.integer({ min: 1, max: 7 }), async (events, limit) => {
      const { logs, nowMs } = newLogs();
      await logs.createGroup(scope, 'g');
      const all = events.map(({ stream, offsetMs }, index) => ({
        stream,
        timestamp: nowMs + offsetMs,
        message: `${index}`,
      }));
      for (const { stream, ...event } of all) {
        await logs.append(scope, { group: 'g', stream }, [event]);
      }
      const sorted = (some: typeof all) =>
        [...some].sort((one, other) => one.timestamp - other.timestamp).map((e) => e.message);
      expect(pagesOfFilter(logs, limit)).toEqual(sorted(all));
      const ofA = all.filter(({ stream }) => stream === 'a');
      if (ofA.length === 0) return;
      expect(walk(logs, { startFromHead: true, limit })).toEqual(sorted(ofA));
      expect(walk(logs, { startFromHead: false, limit })).toEqual(sorted(ofA));
    }),
    { numRuns: 50 },
  );
});

/** Everything in the group, read in pages. */
function pagesOfFilter(logs: LogGroups, limit: number): string[] {
  const found: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = logs.filterEvents(scope, { group: 'g', limit, nextToken });
    found.push(...messages(page));
    ({ nextToken } = page);
  } while (nextToken);
  return found;
}

/** Everything in stream `a`, read in pages from one end until the token stays the same. */
function walk(
  logs: LogGroups,
  { startFromHead, limit }: { startFromHead: boolean; limit: number },
) {
  let found: string[] = [];
  let nextToken: string | undefined;
  for (;;) {
    const query = { group: 'g', stream: 'a', startFromHead, limit, nextToken };
    const page: EventPage = logs.getEvents(scope, query);
    found = startFromHead ? [...found, ...messages(page)] : [...messages(page), ...found];
    const token = startFromHead ? page.nextForwardToken : page.nextBackwardToken;
    if (token === nextToken) return found;
    nextToken = token;
  }
}

test('the last page comes first, and its forward token finds what is written later', async () => {
  const { logs, nowMs } = newLogs();
  await logs.append(scope, NAME, numbered(nowMs, 5));
  const last = logs.getEvents(scope, { ...NAME, limit: 2 });
  expect(messages(last)).toEqual(['3', '4']);
  expect(last.nextForwardToken).toMatch(/^f\/\d{56}\/s$/);
  expect(last.nextBackwardToken).toMatch(/^b\/\d{56}\/s$/);
  await logs.append(scope, NAME, [{ timestamp: nowMs + 4000, message: 'new' }]);
  const next = logs.getEvents(scope, { ...NAME, nextToken: last.nextForwardToken });
  expect(messages(next)).toEqual(['new']);
  const before = logs.getEvents(scope, { ...NAME, limit: 2, nextToken: last.nextBackwardToken });
  expect(messages(before)).toEqual(['1', '2']);
});

test('the end of a period is exclusive for one stream, and inclusive for a filter', async () => {
  const { logs, nowMs } = newLogs();
  await logs.append(scope, NAME, numbered(nowMs, 4));
  const period = { startTime: nowMs + 1000, endTime: nowMs + 3000 };
  expect(messages(logs.getEvents(scope, { ...NAME, ...period }))).toEqual(['1', '2']);
  expect(messages(logs.filterEvents(scope, { group: 'g', ...period }))).toEqual(['1', '2', '3']);
});

test('a filter looks at the streams that it names, and at what its pattern matches', async () => {
  const { logs, nowMs } = newLogs();
  for (const stream of ['one', 'two', 'three']) {
    const at = { timestamp: nowMs };
    const events = [
      { ...at, message: `ERROR ${stream}` },
      { ...at, message: `INFO ${stream}` },
    ];
    await logs.append(scope, { group: 'g', stream }, events);
  }
  const find = (filter: object) => messages(logs.filterEvents(scope, { group: 'g', ...filter }));
  expect(find({ streams: ['one', 'three'], pattern: 'ERROR' })).toEqual([
    'ERROR one',
    'ERROR three',
  ]);
  expect(find({ streamPrefix: 't', pattern: '-ERROR' })).toEqual(['INFO two', 'INFO three']);
});

test('events past the retention of their group are gone', async () => {
  const { logs, clock, nowMs } = newLogs();
  await logs.createGroup(scope, 'g', { retentionInDays: 1 });
  await logs.append(scope, NAME, numbered(nowMs, 2));
  clock.advance(DAY_MS + 1);
  expect(messages(logs.filterEvents(scope, { group: 'g' }))).toEqual(['1']);
  clock.advance(10_000);
  await logs.append(scope, NAME, [{ timestamp: clock.now(), message: 'new' }]);
  const [group] = logs.describeGroups(scope).groups;
  expect(group).toMatchObject({ retentionInDays: 1, storedBytes: 29 });
});

test('a retention that AWS does not offer is refused', async () => {
  const { logs } = newLogs();
  await expect(logs.createGroup(scope, 'g', { retentionInDays: 2 })).rejects.toEqual(
    refused('InvalidParameterException', /2 days/),
  );
});

test('groups and streams are created once, and must be there to be read', async () => {
  const { logs } = newLogs();
  expect(() => logs.getEvents(scope, NAME)).toThrow(
    refused('ResourceNotFoundException', /^The specified log group does not exist\.$/),
  );
  await logs.createGroup(scope, 'g');
  await expect(logs.createGroup(scope, 'g')).rejects.toEqual(
    refused('ResourceAlreadyExistsException', /^The specified log group already exists$/),
  );
  expect(() => logs.getEvents(scope, NAME)).toThrow(
    refused('ResourceNotFoundException', /^The specified log stream does not exist\.$/),
  );
  await logs.createStream(scope, NAME);
  await expect(logs.createStream(scope, NAME)).rejects.toEqual(
    refused('ResourceAlreadyExistsException', /log stream already exists/),
  );
  expect(logs.getEvents(scope, NAME).events).toEqual([]);
});

test('a batch leaves out what is too old, expired or too far in the future', async () => {
  const { logs, nowMs } = newLogs();
  await logs.createGroup(scope, 'g', { retentionInDays: 3 });
  await logs.createStream(scope, NAME);
  const put = (...offsets: number[]) => {
    const events = offsets.map((offset) => ({ timestamp: nowMs + offset, message: `${offset}` }));
    return logs.put(scope, NAME, events);
  };
  expect(await put(-15 * DAY_MS)).toEqual({ tooOld: 1, expired: 1 });
  expect(await put(-4 * DAY_MS)).toEqual({ expired: 1 });
  expect(await put(0, 3 * 3_600_000)).toEqual({ tooNew: 1 });
  expect(await put(1)).toEqual({});
  expect(messages(logs.getEvents(scope, NAME))).toEqual(['0', '1']);
  await expect(put(1, 0)).rejects.toEqual(
    refused('InvalidParameterException', /chronological order/),
  );
  await expect(put(0, DAY_MS + 1)).rejects.toEqual(
    refused('InvalidParameterException', /24 hours/),
  );
});

test('groups and streams are described in pages', async () => {
  const { logs, nowMs } = newLogs();
  for (const group of ['a1', 'a2', 'a3', 'b1']) await logs.createGroup(scope, group);
  const first = logs.describeGroups(scope, { prefix: 'a', limit: 2 });
  expect(first.groups.map(({ name }) => name)).toEqual(['a1', 'a2']);
  const second = logs.describeGroups(scope, { prefix: 'a', limit: 2, nextToken: first.nextToken });
  expect(second.groups.map(({ name }) => name)).toEqual(['a3']);
  expect(second.nextToken).toBeUndefined();
  const times = { x: 2, y: 3, z: 1 };
  for (const [stream, second] of Object.entries(times)) {
    const event = { timestamp: nowMs + second * 1000, message: stream };
    await logs.append(scope, { group: 'a1', stream }, [event]);
  }
  const latest = { group: 'a1', orderBy: 'LastEventTime', descending: true, limit: 2 } as const;
  const page = logs.describeStreams(scope, latest);
  expect(page.streams.map(({ name }) => name)).toEqual(['y', 'x']);
  const rest = logs.describeStreams(scope, { ...latest, nextToken: page.nextToken });
  expect(rest.streams.map(({ name }) => name)).toEqual(['z']);
});

test('a token that nobody gave out is refused', async () => {
  const { logs } = newLogs();
  await logs.createGroup(scope, 'g');
  await logs.createStream(scope, NAME);
  const error = refused('InvalidParameterException', /nextToken is invalid/);
  expect(() => logs.getEvents(scope, { ...NAME, nextToken: 'x' })).toThrow(error);
  expect(() => logs.filterEvents(scope, { group: 'g', nextToken: 'x' })).toThrow(error);
});

test.each(['LogStreamName', 'LastEventTime'] as const)(
  'the next page of streams by %s begins behind the last one, though that is gone',
  async (orderBy) => {
    const { logs, nowMs } = newLogs();
    for (const [index, stream] of ['a', 'b', 'c', 'd'].entries())
      await logs.append(scope, { group: 'g', stream }, numbered(nowMs - index * 1000, 1));
    for (const descending of [false, true]) {
      const query = { group: 'g', orderBy, descending };
      const all = logs.describeStreams(scope, query).streams.map(({ name }) => name);
      const { streams, nextToken } = logs.describeStreams(scope, { ...query, limit: 2 });
      expect(streams.map(({ name }) => name)).toEqual(all.slice(0, 2));
      await logs.deleteStream(scope, { group: 'g', stream: all[1]! });
      const next = logs.describeStreams(scope, { ...query, nextToken });
      expect(next.streams.map(({ name }) => name)).toEqual(all.slice(2));
      expect(next.nextToken).toBeUndefined();
    }
  },
);

test('events that come while their stream is removed go with it', async () => {
  const { store, logs, nowMs } = newLogs();
  await logs.append(scope, NAME, numbered(nowMs, 1));
  const { transact } = store;
  let isFirst = true;
  store.transact = (async (work: never) => {
    const result = await transact.call(store, work);
    if (isFirst) {
      isFirst = false;
      await logs.append(scope, NAME, [{ timestamp: nowMs, message: 'meanwhile' }]);
    }
    return result;
  }) as never;
  await logs.deleteStream(scope, NAME);
  expect(logs.filterEvents(scope, { group: 'g' }).events).toEqual([]);
  expect(logs.describeGroups(scope).groups).toMatchObject([{ storedBytes: 0 }]);
});
