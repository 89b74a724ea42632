import { describe, expect, test } from 'vitest';
import { PACES } from './pace.ts';
import { at, counting, LEFT_MS, MINUTE, textsOf } from './tumbling-window.suite.ts';
import type { OpenWindow } from './tumbling-window.ts';
import { type Handler, Raised, Refused, VirtualShard } from './virtual-shard.suite.ts';

const failsFinals: Handler = (numbers, atMs, window) => {
  if (numbers.length === 0) throw new Raised('no end');
  return counting(numbers, atMs, window);
};

describe('a failing final invoke', () => {
  test('is retried with one request id, blocks the shard, and is given up (rule 4.2.7)', () => {
    const shard = new VirtualShard([at(1, 0), at(2, LEFT_MS)], failsFinals, {
      ...MINUTE,
      pace: PACES.aws,
      maximumRetryAttempts: 2,
      bisectBatchOnFunctionError: true,
    }).run(LEFT_MS + 1000);
    expect(shard.calls.map(({ numbers, atMs }) => [numbers, atMs])).toEqual([
      [[1], 0],
      [[], 0],
      [[], 200],
      [[], 600],
      [[2], 600],
    ]);
    const ids = shard.calls.map(({ requestId }) => requestId);
    expect(new Set(ids.slice(1, 4)).size).toBe(1);
    expect(new Set(ids).size).toBe(3);
    const [failure] = shard.failureRecords;
    expect(failure).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
      responseContext: { functionError: 'Unhandled' },
      timeWindowInfo: { isFinalInvokeForWindow: true, isWindowTerminatedEarly: false },
    });
  });

  test('has no range in its failure record (rule 3.8.8)', () => {
    const options = { ...MINUTE, maximumRetryAttempts: 0 };
    const shard = new VirtualShard([at(1, 0)], failsFinals, options).run(LEFT_MS);
    const { KinesisBatchInfo } = shard.failureRecords[0]!;
    expect(Object.keys(KinesisBatchInfo!)).toEqual(['shardId', 'streamArn']);
    expect(shard.openWindow).toBeNull();
  });

  test('is given up for its age when that of its last record is over (rule 4.2.7)', () => {
    const options = { ...MINUTE, maximumRecordAgeInSeconds: 60 };
    const shard = new VirtualShard([at(1, 0), at(2, 15_000)], failsFinals, options);
    shard.run(300_000);
    const { requestContext, timestamp } = shard.failureRecords[0]!;
    expect(requestContext).toMatchObject({ condition: 'RecordAgeExceeded' });
    expect(timestamp).toBe('2026-09-19T09:11:59.001Z');
    expect(shard.failureRecords[0]).not.toHaveProperty('responseContext');
  });

  test('is tried once, however old its records are', () => {
    const options = { ...MINUTE, maximumRecordAgeInSeconds: 60, tumblingWindowInSeconds: 900 };
    const shard = new VirtualShard([at(1, 0)], counting, options).run(900_000);
    expect(shard.numbersCalled).toEqual([[1], []]);
    expect(shard.failureRecords).toEqual([]);
  });

  test('that was throttled costs no retry', () => {
    let refused = 0;
    const handler: Handler = (numbers, atMs, window) => {
      if (numbers.length === 0 && refused++ < 3) throw new Refused();
      return counting(numbers, atMs, window);
    };
    const options = { ...MINUTE, maximumRetryAttempts: 0 };
    const shard = new VirtualShard([at(1, 0)], handler, options).run(60_000);
    expect(shard.numbersCalled).toEqual([[1], []]);
    expect(shard.failureRecords).toEqual([]);
  });
});

describe('a window of which records were given up', () => {
  test('keeps its state and is closed', () => {
    const handler: Handler = (numbers, atMs, window) => {
      if (numbers.includes(2)) throw new Raised('bad');
      return counting(numbers, atMs, window);
    };
    const options = { ...MINUTE, maximumRetryAttempts: 0, batchSize: 1 };
    const shard = new VirtualShard([at(1, 0), at(2, 0)], handler, options).run(LEFT_MS);
    expect(textsOf(shard)).toEqual(['[1] {}', '[2] {"count":1}', '[] {"count":1} final']);
  });

  test('is closed even if nothing of it succeeded', () => {
    const handler: Handler = (numbers) => {
      if (numbers.length > 0) throw new Raised('bad');
      return { state: {} };
    };
    const options = { ...MINUTE, maximumRetryAttempts: 0 };
    const shard = new VirtualShard([at(1, 0)], handler, options).run(LEFT_MS);
    expect(textsOf(shard)).toEqual(['[1] {}', '[] {} final']);
  });
});

describe('what is stored', () => {
  const OPEN: OpenWindow = {
    startMs: Date.UTC(2026, 8, 19, 9, 10),
    endMs: Date.UTC(2026, 8, 19, 9, 11),
    state: '{"count":7}',
    isOversized: false,
    lastArrivalMs: Date.UTC(2026, 8, 19, 9, 10, 44),
  };

  test('is the window as the checkpoint leaves it, and none after the final invoke', () => {
    const shard = new VirtualShard([at(1, 0)], counting, MINUTE).run();
    expect(shard.openWindow).toEqual({ ...OPEN, state: '{"count":1}' });
    expect(shard.checkpoints).toEqual(['1']);
    shard.clock.advance(LEFT_MS);
    expect(shard.openWindow).toBeNull();
    // Once more: had the first one been lost, the window would come back without its beginning.
    expect(shard.checkpoints).toEqual(['1', '1']);
  });

  test('goes on after a restart', () => {
    const shard = new VirtualShard([at(1, 0), at(2, 5)], counting, {
      ...MINUTE,
      openWindow: OPEN,
      after: '1',
    }).run(LEFT_MS);
    expect(textsOf(shard)).toEqual(['[2] {"count":7}', '[] {"count":8} final']);
  });

  test('is ended early after a restart when it was too large', () => {
    const openWindow = { ...OPEN, isOversized: true };
    const shard = new VirtualShard([at(1, 0)], counting, { ...MINUTE, openWindow }).run();
    expect(textsOf(shard)).toEqual(['[] {"count":7} early', '[1] {}']);
  });

  test('is closed first when a record is of another window by a new length', () => {
    const shard = new VirtualShard([at(1, 0), at(2, 5)], counting, {
      ...MINUTE,
      tumblingWindowInSeconds: 30,
      openWindow: OPEN,
      after: '1',
    }).run();
    expect(textsOf(shard)).toEqual(['[] {"count":7} final', '[2] {}']);
    expect(shard.calls[0]?.window).toMatchObject({ startMs: OPEN.startMs, endMs: OPEN.endMs });
  });

  test('is dropped when windows are turned off', () => {
    const options = { ...MINUTE, tumblingWindowInSeconds: 0, openWindow: OPEN };
    const shard = new VirtualShard([at(1, 0)], () => null, options).run(60_000);
    expect(shard.openWindow).toBeNull();
    expect(shard.calls.map(({ numbers, window }) => [numbers, window])).toEqual([[[1], undefined]]);
  });
});
