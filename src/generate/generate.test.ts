import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { expandAggregate } from '../event-source-mapping/kpl-aggregate.ts';
import { seededRandom } from '../random/random.ts';
import { type GenerateOptions, generate } from './generate.ts';
import type { GeneratedRecord } from './generated-record.ts';
import type { PutResult } from './kinesis-port.ts';
import { rateOf } from './rate.ts';
import { recordSource } from './record-source.ts';
import type { OpenShard } from './shard-map.ts';

const WHOLE = { shardId: 'a', startingHashKey: '0' };
const THROTTLED = { errorCode: 'ProvisionedThroughputExceededException', errorMessage: 'slow' };

type Answer = (records: readonly GeneratedRecord[], nowMs: number) => readonly PutResult[];

interface Put {
  readonly atMs: number;
  readonly records: readonly GeneratedRecord[];
}

interface Settings extends Partial<GenerateOptions> {
  readonly answer?: Answer;
  readonly onOpenShards?: (nowMs: number) => readonly OpenShard[];
}

/** Runs a generator while virtual time passes; what the stream took, and what it came to. */
async function ran(
  { onOpenShards, ...settings }: Settings,
  answer: Answer = settings.answer ?? (() => []),
) {
  const clock = new ManualClock(0);
  const taken: Put[] = [];
  const source = await recordSource(
    { template: '{{sequence}}', partitionKey: 'key-{{sequence}}' },
    { random: seededRandom(1), clock },
  );
  const kinesis = {
    openShards: async () => onOpenShards?.(clock.now()) ?? [WHOLE],
    put: async (records: readonly GeneratedRecord[]) => {
      const results = answer(records, clock.now());
      const kept = records.filter((_, index) => results[index]?.errorCode === undefined);
      taken.push({ atMs: clock.now(), records: kept });
      return results;
    },
  };
  const run = generate({
    source,
    kinesis,
    clock,
    random: seededRandom(2),
    rate: rateOf({ perSecond: 100 }),
    respectsShardLimits: false,
    aggregates: false,
    concurrency: 4,
    retries: 3,
    ...settings,
  });
  let isDone = false;
  const ended = run.finally(() => {
    isDone = true;
  });
  ended.catch(() => {});
  while (!isDone) {
    // What follows from an answer happens before time goes on.
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    clock.advance(1);
  }
  const totals = await ended;
  const texts = taken.flatMap(({ records }) => records.map(textOf));
  return { totals, taken, texts, tookMs: clock.now() };
}

const textOf = ({ data }: GeneratedRecord) => Buffer.from(data).toString();
const upTo = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));

test('a rate over a time makes exactly the records that it should', async () => {
  const { texts, totals, tookMs } = await ran({ durationMs: 5000 });
  expect(texts).toEqual(upTo(500));
  expect(totals).toMatchObject({ put: 500, lost: 0, retried: 0 });
  expect(tookMs).toBeLessThan(5100);
});

test('a count ends it, and nothing is made beyond', async () => {
  const { texts, tookMs } = await ran({ count: 250 });
  expect(texts).toEqual(upTo(250));
  expect(tookMs).toBeGreaterThan(2400);
});

test('as fast as it goes needs no time, and requests stay within 500 records', async () => {
  const { texts, taken } = await ran({ rate: rateOf({ perSecond: 'max' }), count: 3210 });
  expect(texts).toHaveLength(3210);
  expect(Math.max(...taken.map(({ records }) => records.length))).toBe(500);
});

test('records that are turned down are put again, and none is lost or put twice', async () => {
  let calls = 0;
  const { texts, totals } = await ran(
    { count: 300, rate: rateOf({ perSecond: 'max' }) },
    (records) => {
      calls++;
      return calls <= 2 ? records.map((_, index) => (index % 3 === 0 ? THROTTLED : {})) : [];
    },
  );
  expect([...texts].sort()).toEqual(upTo(300).sort());
  expect(totals).toMatchObject({ put: 300, lost: 0 });
  expect(totals.retried).toBe(totals.throttled);
  expect(totals.retried).toBeGreaterThan(100);
});

test('what is turned down again and again is given up, and counted', async () => {
  const { totals } = await ran({ count: 10 }, (records) =>
    records.map((record) => (textOf(record) === '5' ? THROTTLED : {})),
  );
  expect(totals).toMatchObject({ put: 9, lost: 1, throttled: 4, retried: 3 });
  expect(totals.lastRefusal).toContain('slow');
});

test('a request that fails for a while is sent again', async () => {
  let calls = 0;
  const { totals } = await ran({ count: 10 }, () => {
    if (calls++ < 3) throw Object.assign(new Error('busy'), { $metadata: { httpStatusCode: 503 } });
    return [];
  });
  expect(totals).toMatchObject({ put: 10, lost: 0 });
});

test('a refusal that trying again cannot help ends it at once', async () => {
  const refused = Object.assign(new Error('no such stream'), { name: 'ResourceNotFoundException' });
  await expect(
    ran({ count: 10 }, () => {
      throw refused;
    }),
  ).rejects.toMatchObject({ code: 'PutRefused', cause: refused });
});

test('shard limits hold: one shard gets a thousand records a second', async () => {
  const { taken, totals } = await ran({
    rate: rateOf({ perSecond: 5000 }),
    durationMs: 4000,
    respectsShardLimits: true,
  });
  expect(totals.put).toBeGreaterThan(3900);
  for (let start = 0; start < 3000; start += 100) {
    const inSecond = taken
      .filter(({ atMs }) => atMs >= start && atMs < start + 1000)
      .reduce((sum, { records }) => sum + records.length, 0);
    expect(inSecond).toBeLessThanOrEqual(1101);
  }
});

test('throttling makes it look at the shards again: after a split there is more room', async () => {
  const halves = [
    { ...WHOLE, shardId: 'b' },
    { ...WHOLE, shardId: 'c', startingHashKey: `${2n ** 127n}` },
  ];
  const looks: number[] = [];
  let calls = 0;
  const { totals } = await ran({
    rate: rateOf({ perSecond: 1500 }),
    durationMs: 15_000,
    respectsShardLimits: true,
    retries: 20,
    onOpenShards: (nowMs) => {
      looks.push(nowMs);
      return looks.length === 1 ? [WHOLE] : halves;
    },
    answer: () => (calls++ % 10 === 0 ? [THROTTLED] : []),
  });
  expect(looks.length).toBe(2);
  expect(looks[1]).toBeGreaterThanOrEqual(10_000);
  // Ten seconds of one shard, and five of two that take more than is asked for.
  expect(totals.put).toBeGreaterThan(10_000 + 7000);
});

test('aggregates hold all records, and count as what is in them', async () => {
  const { taken, totals } = await ran({ durationMs: 2000, aggregates: true });
  const outer = taken.flatMap(({ records }) => records);
  const inner = outer.flatMap(
    (record): { data: Uint8Array }[] => expandAggregate(record) ?? [record],
  );
  expect(inner.map(({ data }) => Buffer.from(data).toString())).toEqual(upTo(200));
  expect(outer.length).toBeLessThan(30);
  expect(totals.put).toBe(200);
});

test('who has enough is obeyed within a moment', async () => {
  const controller = new AbortController();
  const { totals } = await ran({ signal: controller.signal }, (_, nowMs) => {
    if (nowMs > 1000) controller.abort();
    return [];
  });
  expect(totals.put).toBeGreaterThan(90);
  expect(totals.put).toBeLessThan(120);
});
