import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PACES } from './pace.ts';
import type { StreamRecord } from './stream-record.ts';
import { at, counting, LEFT_MS, MINUTE, textsOf } from './tumbling-window.suite.ts';
import { TumblingWindows, windowOf, windowText } from './tumbling-window.ts';
import { type Handler, Raised, record, VirtualShard } from './virtual-shard.suite.ts';

const arrivedAt = (atMs: number): StreamRecord => ({
  ...record(1),
  approximateArrivalTimestamp: atMs,
});

describe('windows', () => {
  test('are aligned, and every record belongs to the one that it arrived in (rule 4.2.1)', () => {
    const lengths = fc.integer({ min: 1, max: 900 });
    const times = fc.integer({ min: 0, max: 4e12 });
    fc.assert(
      fc.property(times, lengths, (atMs, seconds) => {
        const { startMs, endMs } = windowOf(arrivedAt(atMs), seconds * 1000);
        expect(startMs % (seconds * 1000)).toBe(0);
        expect(endMs - startMs).toBe(seconds * 1000);
        expect(startMs <= atMs && atMs < endMs).toBe(true);
      }),
    );
  });

  test('are told in whole seconds (rule 4.2)', () => {
    const bounds = windowOf(arrivedAt(Date.parse('2026-07-30T17:03:10.250Z')), 300_000);
    const expected = { start: '2026-07-30T17:00:00Z', end: '2026-07-30T17:05:00Z' };
    expect(windowText(bounds)).toEqual(expected);
  });

  test('count a state of exactly 1 MB as one that is not too large (rule 4.2.6)', () => {
    const windows = new TumblingWindows(60_000, undefined);
    const state = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2));
    expect(windows.after([record(1)], state(1024 * 1024))?.isOversized).toBe(false);
    expect(windows.after([record(1)], state(1024 * 1024 + 1))?.isOversized).toBe(true);
    expect(windows.after([record(1)], JSON.stringify('ü'.repeat(524_287)))?.isOversized).toBe(
      false,
    );
    expect(windows.after([record(1)], JSON.stringify('ü'.repeat(524_288)))?.isOversized).toBe(true);
  });
});

describe('a tumbling window', () => {
  test('hands its state on, is closed, and is followed by an empty one (rules 4.2.2, 4.2.4)', () => {
    const shard = new VirtualShard(
      [1, 2, 3, 4].map((n) => at(n, n)),
      counting,
      {
        ...MINUTE,
        batchSize: 1,
      },
    ).run(LEFT_MS + 5);
    shard.put(at(5, LEFT_MS + 5));
    expect(textsOf(shard)).toEqual([
      '[1] {}',
      '[2] {"count":1}',
      '[3] {"count":2}',
      '[4] {"count":3}',
      '[] {"count":4} final',
      '[5] {}',
    ]);
  });

  test('is closed by a record of a later one, before its end has come (rule 4.2.4)', () => {
    const shard = new VirtualShard([at(1, 0), at(2, 70_000), at(3, 130_000)], counting, MINUTE);
    shard.run();
    const expected = ['[1] {}', '[] {"count":1} final', '[2] {}', '[] {"count":1} final', '[3] {}'];
    expect(textsOf(shard)).toEqual(expected);
  });

  test('never shares a batch with another one (rule 4.2.1)', () => {
    const shard = new VirtualShard([at(1, 0), at(2, 1), at(3, LEFT_MS), at(4, LEFT_MS)], counting, {
      ...MINUTE,
      maximumBatchingWindowInSeconds: 5,
    }).run(60_000);
    expect(shard.calls.map(({ numbers, atMs }) => [numbers, atMs])).toEqual([
      [[1, 2], 0],
      [[], 0],
      [[3, 4], 5000],
    ]);
  });

  test.each(Object.entries(PACES))(
    'of an idle shard is closed at its end: %s (rule 4.2.5)',
    (_, pace) => {
      const shard = new VirtualShard([at(1, 0)], counting, { ...MINUTE, pace }).run(LEFT_MS - 1);
      expect(shard.numbersCalled).toEqual([[1]]);
      shard.clock.advance(1001);
      expect(shard.numbersCalled).toEqual([[1], []]);
      shard.clock.advance(600_000);
      expect(shard.numbersCalled).toEqual([[1], []]);
    },
  );

  test('is not closed at its end before all that arrived in it was read', () => {
    const shard = new VirtualShard([at(1, 0)], counting, { ...MINUTE });
    shard.durationMs = () => 20_000;
    shard.run(10_000);
    shard.put(at(2, 10_000));
    shard.clock.advance(100_000);
    expect(textsOf(shard)).toEqual(['[1] {}', '[2] {"count":1}', '[] {"count":2} final']);
    expect(shard.calls.at(-1)?.atMs).toBe(40_000);
  });

  test('is closed by the end of the shard, before it is finished (rule 2.4.4)', () => {
    const shard = new VirtualShard([at(1, 0)], counting, MINUTE);
    shard.isClosed = true;
    shard.durationMs = () => 10;
    shard.run(19);
    expect(shard.numbersCalled).toEqual([[1], []]);
    expect(shard.finished).toBeUndefined();
    shard.clock.advance(1);
    expect(shard.finished).toBe('shard-ended');
  });

  test('is told with its bounds', () => {
    const shard = new VirtualShard([at(1, 0)], counting, MINUTE).run(LEFT_MS);
    const bounds = { startMs: Date.UTC(2026, 8, 19, 9, 10), endMs: Date.UTC(2026, 8, 19, 9, 11) };
    expect(shard.calls.map(({ window }) => window)).toMatchObject([bounds, bounds]);
  });
});

describe('the answer to a batch of a tumbling window', () => {
  const ANSWERS = [null, '', 'no JSON', [], {}, { state: null }, { state: [] }, { state: 'text' }];
  test.each(ANSWERS)('fails without an object as state: %j (rule 4.2.3)', (answer) => {
    const shard = new VirtualShard([at(1, 0)], () => answer, {
      ...MINUTE,
      maximumRetryAttempts: 0,
    });
    shard.run();
    expect(shard.numbersCalled[0]).toEqual([1]);
    const [discarded] = shard.failureRecords;
    expect(discarded).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 1 },
      responseContext: { functionError: null },
      timeWindowInfo: {
        window: { start: '2026-09-19T09:10:00Z', end: '2026-09-19T09:11:00Z' },
        isFinalInvokeForWindow: false,
        isWindowTerminatedEarly: false,
      },
    });
    expect(Object.keys(discarded!).at(-1)).toBe('timeWindowInfo');
  });

  test('may name failed records: the state counts for those before them (rule 4.2.3)', () => {
    const answer: Handler = (numbers, atMs, window) => {
      const failed = numbers.length === 3 ? [{ itemIdentifier: '2' }] : [];
      const done = numbers.length === 3 ? [1] : numbers;
      return { ...(counting(done, atMs, window) as object), batchItemFailures: failed };
    };
    const shard = new VirtualShard([at(1, 0), at(2, 0), at(3, 0)], answer, {
      ...MINUTE,
      functionResponseTypes: ['ReportBatchItemFailures'],
    }).run(LEFT_MS);
    expect(textsOf(shard)).toEqual(['[1,2,3] {}', '[2,3] {"count":1}', '[] {"count":3} final']);
  });

  test('of a failed attempt changes no state; halves get the newest one (rule 4.2.7)', () => {
    let raised = 0;
    const handler: Handler = (numbers, atMs, window) => {
      if (numbers.includes(3) && raised++ < 3) throw new Raised('not yet');
      return counting(numbers, atMs, window);
    };
    const shard = new VirtualShard(
      [1, 2, 3, 4].map((n) => at(n, 0)),
      handler,
      {
        ...MINUTE,
        bisectBatchOnFunctionError: true,
      },
    ).run(LEFT_MS);
    expect(textsOf(shard)).toEqual([
      '[1,2,3,4] {}',
      '[1,2] {}',
      '[3,4] {"count":2}',
      '[3] {"count":2}',
      '[3] {"count":2}',
      '[4] {"count":3}',
      '[] {"count":4} final',
    ]);
  });
});

describe('a state of over 1 MB', () => {
  const growing: Handler = (numbers) =>
    numbers.includes(1) ? { state: { x: 'x'.repeat(1024 * 1024) } } : { state: { count: 1 } };

  test('ends the window early, and the window goes on with none (rule 4.2.6)', () => {
    const options = { ...MINUTE, batchSize: 1 };
    const shard = new VirtualShard([at(1, 0), at(2, 1)], growing, options).run(LEFT_MS);
    expect(textsOf(shard)).toEqual([
      '[1] {}',
      `[] {"x":"${'x'.repeat(14)} early`,
      '[2] {}',
      '[] {"count":1} final',
    ]);
  });

  test('is followed by no other final invoke when no record follows', () => {
    const shard = new VirtualShard([at(1, 0)], growing, MINUTE).run(LEFT_MS * 2);
    expect(shard.numbersCalled).toEqual([[1], []]);
  });

  test('comes before the rest of the batch that it was returned for', () => {
    const handler: Handler = (numbers, atMs, window) => {
      if (numbers.length === 2) throw new Raised('both');
      return growing(numbers, atMs, window);
    };
    const options = { ...MINUTE, bisectBatchOnFunctionError: true };
    const shard = new VirtualShard([at(1, 0), at(2, 1)], handler, options).run();
    expect(shard.numbersCalled).toEqual([[1, 2], [1], [], [2]]);
  });
});

describe('the payload', () => {
  test('counts the state: a half that it makes too large is cut (rule 2.2.7)', () => {
    const inHalves: Handler = (numbers) => {
      if (numbers.length === 5) throw new Raised('all');
      return { state: { x: 'x'.repeat(1_000_000) } };
    };
    const records = [1, 2, 3, 4, 5].map((n) => {
      return { ...at(n, 0), data: new Uint8Array(n < 3 ? 1 : 1_400_000) };
    });
    const options = { ...MINUTE, bisectBatchOnFunctionError: true };
    const halved = new VirtualShard(records, inHalves, options).run();
    expect(halved.numbersCalled).toEqual([[1, 2, 3, 4, 5], [1, 2], [3, 4], [5]]);
    const splits = halved.reports.flatMap(({ name, event }) =>
      name === 'batch-split' ? [event.reason] : [],
    );
    expect(splits).toEqual(['bisect', 'payload-limit']);
  });

  test('of an oversized state that fits into no event is a failed attempt', () => {
    const handler: Handler = () => ({ state: { x: 'x'.repeat(6 * 1024 * 1024 - 100) } });
    const shard = new VirtualShard([at(1, 0)], handler, { ...MINUTE, maximumRetryAttempts: 1 });
    shard.run(60_000);
    expect(shard.numbersCalled).toEqual([[1]]);
    expect(shard.failureRecords).toMatchObject([
      {
        requestContext: { approximateInvokeCount: 2 },
        timeWindowInfo: { isWindowTerminatedEarly: true },
      },
    ]);
    expect(shard.failureRecords[0]).not.toHaveProperty('responseContext');
  });
});
