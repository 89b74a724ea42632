import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MetricDatum } from './metric-data.ts';
import { newMetrics, scope } from './metrics.suite.ts';

const MINUTE = 60_000;
const refused = (code: string, message: RegExp = /./) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });
const metric = { namespace: 'Shop', name: 'Orders', dimensions: [] };

/** Metrics into which values were put, each with its minute. */
async function withValues(values: readonly (readonly [minute: number, value: number])[]) {
  const world = newMetrics();
  const data = values.map(([minute, value]) => ({
    name: 'Orders',
    value,
    timestampMs: world.startMs + minute * MINUTE,
  }));
  await world.metrics.put(scope, 'Shop', data);
  return world;
}

describe('put', () => {
  const setsOf = async (datum: Omit<MetricDatum, 'name'>) => {
    const { metrics, startMs } = newMetrics();
    await metrics.put(scope, 'Shop', [{ name: 'Orders', ...datum }]);
    const span = { startMs, endMs: startMs + MINUTE, periodMs: MINUTE };
    return metrics.getStatistics(scope, { ...metric, ...span });
  };

  test.each<[Omit<MetricDatum, 'name'>, object]>([
    [{ value: -2.5 }, { sampleCount: 1, sum: -2.5, minimum: -2.5, maximum: -2.5 }],
    [{ values: [1, 4] }, { sampleCount: 2, sum: 5, minimum: 1, maximum: 4 }],
    [
      { values: [1, 4], counts: [3, 2] },
      { sampleCount: 5, sum: 11, minimum: 1, maximum: 4 },
    ],
    [
      { statistics: { sampleCount: 9, sum: 20, minimum: 1, maximum: 5 } },
      { sampleCount: 9, sum: 20, minimum: 1, maximum: 5 },
    ],
  ])('%j is %j', async (datum, set) => {
    expect(await setsOf(datum)).toMatchObject([{ unit: 'None', set }]);
    expect(await setsOf({ ...datum, unit: 'Bytes' })).toMatchObject([{ unit: 'Bytes', set }]);
  });

  const statistics = { sampleCount: 1, sum: 1, minimum: 1, maximum: 1 };
  const day = 86_400_000;
  const now = newMetrics().startMs;
  test.each<[string, Partial<MetricDatum>, RegExp]>([
    ['InvalidParameterCombination', {}, /one of Value/],
    ['InvalidParameterCombination', { value: 1, values: [1] }, /one of Value/],
    ['InvalidParameterCombination', { value: 1, counts: [1] }, /goes with Values/],
    ['InvalidParameterCombination', { values: [1], counts: [1, 2] }, /same length/],
    ['InvalidParameterValue', { values: [] }, /1 to 150/],
    ['InvalidParameterValue', { values: new Array(151).fill(1) }, /1 to 150/],
    ['InvalidParameterValue', { values: [1], counts: [0] }, /positive/],
    ['InvalidParameterValue', { value: Number.NaN }, /2\^360/],
    ['InvalidParameterValue', { value: Infinity }, /2\^360/],
    ['InvalidParameterValue', { value: -(2 ** 361) }, /2\^360/],
    ['InvalidParameterValue', { statistics: { ...statistics, sampleCount: 0 } }, /SampleCount/],
    ['InvalidParameterValue', { statistics: { ...statistics, minimum: 2 } }, /Maximum/],
    ['InvalidParameterValue', { value: 1, timestampMs: now - 14 * day - 1 }, /two weeks/],
    ['InvalidParameterValue', { value: 1, timestampMs: now + day / 12 + 1 }, /two hours/],
    ['InvalidParameterValue', { value: 1, name: 'a\0b' }, /control/],
    ['InvalidParameterValue', { value: 1, dimensions: [{ name: ':a', value: 'b' }] }, /name of/],
    ['InvalidParameterValue', { value: 1, dimensions: [{ name: 'a', value: 'é' }] }, /value of/],
    ['InvalidParameterValue', { value: 1, dimensions: [{ name: 'a', value: ' ' }] }, /value of/],
    [
      'InvalidParameterValue',
      { value: 1, dimensions: ['b', 'c'].map((value) => ({ name: 'a', value })) },
      /twice/,
    ],
  ])('answers %s to %j, and stores nothing', async (code, datum, message) => {
    const { metrics } = newMetrics();
    const data = [
      { name: 'Fine', value: 1 },
      { name: 'Orders', ...datum },
    ];
    await expect(metrics.put(scope, 'Shop', data)).rejects.toEqual(refused(code, message));
    expect((await metrics.list(scope)).metrics).toEqual([]);
  });

  test('needs data, not too much of it, and a namespace that is not of AWS', async () => {
    const { metrics } = newMetrics();
    const data = [{ name: 'Orders', value: 1 }];
    const many = new Array(1001).fill(data[0]);
    const put = (namespace: string, what: MetricDatum[]) => metrics.put(scope, namespace, what);
    await expect(put('Shop', [])).rejects.toEqual(refused('MissingParameter'));
    await expect(put('Shop', many)).rejects.toEqual(refused('InvalidParameterValue', /1000/));
    await expect(put('AWS/Shop', data)).rejects.toEqual(refused('InvalidParameterValue'));
    await put('Shop', many.slice(1));
  });
});

describe('getStatistics', () => {
  test('counts periods from the start, which is rounded to its minute', async () => {
    const { metrics, startMs } = await withValues([
      [0, 1],
      [1, 2],
      [4, 3],
      [5, 4],
      [12, 5],
    ]);
    const at = (minute: number, sum: number) => ({
      timestampMs: startMs + minute * MINUTE,
      set: { sum },
    });
    const periodMs = 5 * MINUTE;
    const get = (fromMs: number, endMs: number) =>
      metrics.getStatistics(scope, { ...metric, startMs: fromMs, endMs, periodMs });
    expect(await get(startMs, startMs + 12 * MINUTE)).toMatchObject([at(0, 6), at(5, 4)]);
    expect(await get(startMs + MINUTE + 59_999, startMs + 12 * MINUTE + 1)).toMatchObject([
      at(1, 9),
      at(11, 5),
    ]);
  });

  test('keeps units apart, or gives one alone', async () => {
    const { metrics, startMs } = newMetrics();
    const data = ['Seconds', 'Bytes'].map((unit, index) => ({
      name: 'Orders',
      value: index,
      unit,
    }));
    await metrics.put(scope, 'Shop', data);
    const query = { ...metric, startMs, endMs: startMs + MINUTE, periodMs: MINUTE };
    const units = async (unit?: string) =>
      (await metrics.getStatistics(scope, { ...query, unit })).map((point) => point.unit).sort();
    expect(await units()).toEqual(['Bytes', 'Seconds']);
    expect(await units('Bytes')).toEqual(['Bytes']);
    expect(await units('Count')).toEqual([]);
  });

  test('takes dimensions in any order', async () => {
    const { metrics, startMs } = newMetrics();
    const dimensions = ['a', 'b'].map((name) => ({ name, value: name }));
    await metrics.put(scope, 'Shop', [{ name: 'Orders', value: 1, dimensions }]);
    const query = { ...metric, startMs, endMs: startMs + MINUTE, periodMs: MINUTE };
    const get = (given: typeof dimensions) =>
      metrics.getStatistics(scope, { ...query, dimensions: given });
    expect(await get(dimensions.toReversed())).toHaveLength(1);
    expect(await get(dimensions.slice(1))).toEqual([]);
  });

  test.each([
    ['InvalidParameterValue', 0, 0, MINUTE, /must not equal/],
    ['InvalidParameterValue', 1, 0, MINUTE, /must be less than/],
    ['InvalidParameterValue', 0, 1e17, MINUTE, /dates/],
    ['InvalidParameterValue', 0, MINUTE, 1000, /multiple of 60/],
    ['InvalidParameterValue', 0, MINUTE, 0, /multiple of 60/],
    [
      'InvalidParameterCombination',
      0,
      1441 * MINUTE,
      MINUTE,
      /requested up to 1,441 .* limit of 1,440/,
    ],
  ])('answers %s from %i to %i by %i ms', async (code, startMs, endMs, periodMs, message) => {
    const { metrics } = newMetrics();
    const got = metrics.getStatistics(scope, { ...metric, startMs, endMs, periodMs });
    await expect(got).rejects.toEqual(refused(code, message));
  });

  test('loses no value and doubles none, whatever the period', async () => {
    const values = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: -9, max: 9 })),
      { minLength: 1 },
    );
    const period = fc.integer({ min: 1, max: 110 });
    await fc.assert(
      fc.asyncProperty(values, period, async (put, minutes) => {
        const { metrics, startMs } = await withValues(put);
        const periodMs = minutes * MINUTE;
        const endMs = startMs + 101 * MINUTE;
        const points = await metrics.getStatistics(scope, { ...metric, startMs, endMs, periodMs });
        const total = (of: (set: (typeof points)[number]['set']) => number) =>
          points.reduce((sum, { set }) => sum + of(set), 0);
        expect(total(({ sampleCount }) => sampleCount)).toBe(put.length);
        expect(total(({ sum }) => sum)).toBe(put.reduce((sum, [, value]) => sum + value, 0));
        for (const { timestampMs, set } of points) {
          const inside = put
            .filter(([minute]) => Math.floor(minute / minutes) * periodMs + startMs === timestampMs)
            .map(([, value]) => value);
          expect([set.minimum, set.maximum]).toEqual([Math.min(...inside), Math.max(...inside)]);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('getData', () => {
  test('pages give every point once, in either order, however small they are', async () => {
    const { metrics, startMs } = await withValues([0, 1, 2, 3, 4].map((n) => [n, n] as const));
    const one = { ...metric, periodMs: MINUTE, statistic: 'Sum' } as const;
    const queries = [
      { ...one, id: 'a' },
      { ...one, id: 'none', name: 'Missing' },
      { ...one, id: 'b', periodMs: 2 * MINUTE },
    ];
    const span = { startMs, endMs: startMs + 10 * MINUTE, queries };
    for (const isOldestFirst of [true, false]) {
      for (const maxPoints of [1, 2, 3, 5, 8, 100]) {
        const got: Record<string, number[]> = { a: [], none: [], b: [] };
        let nextToken: string | undefined;
        do {
          const request = { ...span, isOldestFirst, maxPoints, nextToken };
          const page = await metrics.getData(scope, request);
          for (const { id, points } of page.results) got[id]?.push(...points.map((p) => p.value));
          const size = page.results.reduce((sum, { points }) => sum + points.length, 0);
          expect(size).toBeLessThanOrEqual(maxPoints);
          nextToken = page.nextToken;
        } while (nextToken);
        const inOrder = (values: number[]) => (isOldestFirst ? values : values.reverse());
        expect(got).toEqual({ a: inOrder([0, 1, 2, 3, 4]), none: [], b: inOrder([1, 5, 4]) });
      }
    }
  });

  test('answers its own errors', async () => {
    const { metrics, startMs } = newMetrics();
    const query = { ...metric, id: 'a', periodMs: MINUTE, statistic: 'Sum' } as const;
    const request = { startMs, endMs: startMs + 1, isOldestFirst: true, maxPoints: 1 };
    const get = (changes: object) =>
      metrics.getData(scope, { ...request, queries: [query], ...changes });
    await expect(get({ endMs: startMs })).rejects.toEqual(refused('ValidationError'));
    const odd = { queries: [{ ...query, periodMs: 1 }] };
    await expect(get(odd)).rejects.toEqual(refused('ValidationError', /multiple of 60/));
    await expect(get({ nextToken: 'x' })).rejects.toEqual(refused('InvalidNextToken'));
  });
});

describe('list', () => {
  test('finds metrics by namespace, name, dimensions and activity', async () => {
    const { metrics, clock } = newMetrics();
    const dimensions = [{ name: 'Shop', value: 'one' }];
    await metrics.put(scope, 'Shop', [{ name: 'Orders', value: 1, dimensions }]);
    clock.advance(4 * 3_600_000);
    await metrics.put(scope, 'Shop', [{ name: 'Returns', value: 1 }]);
    await metrics.put(scope, 'Bank', [{ name: 'Orders', value: 1 }]);
    const names = async (filter: object) =>
      (await metrics.list(scope, filter)).metrics.map((one) => `${one.namespace} ${one.name}`);
    expect(await names({})).toEqual(['Bank Orders', 'Shop Orders', 'Shop Returns']);
    expect(await names({ namespace: 'Bank' })).toEqual(['Bank Orders']);
    expect(await names({ name: 'Orders' })).toEqual(['Bank Orders', 'Shop Orders']);
    expect(await names({ dimensions: [{ name: 'Shop' }] })).toEqual(['Shop Orders']);
    expect(await names({ dimensions: [{ name: 'Shop', value: 'two' }] })).toEqual([]);
    expect(await names({ isRecentlyActive: true })).toEqual(['Bank Orders', 'Shop Returns']);
    clock.advance(14 * 86_400_000 - 60_000);
    expect(await names({})).toEqual(['Bank Orders', 'Shop Returns']);
  });

  test('comes in pages of 500', async () => {
    const { metrics } = newMetrics();
    const data = Array.from({ length: 1000 }, (_, index) => ({ name: `m${index}`, value: 1 }));
    await metrics.put(scope, 'Shop', data);
    const first = await metrics.list(scope);
    const second = await metrics.list(scope, { nextToken: first.nextToken });
    expect(second.nextToken).toBeUndefined();
    const names = [...first.metrics, ...second.metrics].map(({ name }) => name);
    expect([first.metrics.length, new Set(names).size]).toEqual([500, 1000]);
    for (const nextToken of ['x', Buffer.from('["a"]').toString('base64url')]) {
      const listed = metrics.list(scope, { nextToken });
      await expect(listed).rejects.toEqual(refused('InvalidParameterValue', /NextToken/));
    }
  });
});
