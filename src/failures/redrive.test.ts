import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFilterCriteria } from '../event-source-mapping/filter/filter-criteria.ts';
import type { Failure } from './failure.ts';
import { isAnythingLeft } from './redrive.ts';
import {
  failureOf,
  hydrationOf,
  type PutFault,
  rangeOf,
  sdkError,
  World,
} from './redrive-world.suite.ts';

const recordTexts = (failure: Failure) => {
  const [first, last] = rangeOf(failure);
  return Array.from({ length: last - first + 1 }, (_, index) => `{"n":${first + index}}`);
};

test('a message whose records all arrived is deleted', async () => {
  const world = new World([failureOf(1, 3)]);
  const results = await world.run();
  expect(results).toMatchObject([{ complete: true, message: 'deleted', counts: { sent: 3 } }]);
  expect(world.arrived.size).toBe(3);
  expect(world.queue.size).toBe(0);
});

test('a record that stands in two ranges is sent once, and both messages are deleted', async () => {
  const world = new World([failureOf(3, 6), failureOf(1, 4)]);
  const results = await world.run();
  expect(results?.map(({ counts }) => [counts.sent, counts.sentBefore])).toEqual([
    [2, 2],
    [4, 0],
  ]);
  expect([...world.arrived.values()]).toEqual([1, 1, 1, 1, 1, 1]);
  expect(world.queue.size).toBe(0);
});

test('expired records are told, the others are sent, and the message stays', async () => {
  const world = new World([failureOf(1, 3)]);
  const missing = { missing: 'partly-expired', text: 'Record 1 has expired.' } as const;
  const results = await world.run({ hydrate: async () => hydrationOf(2, 3, missing) });
  expect(results).toMatchObject([
    { message: 'left', counts: { sent: 2 }, reasons: ['Record 1 has expired.'] },
  ]);
  expect(world.queue.size).toBe(1);
  expect(isAnythingLeft(results ?? [])).toBe(true);
});

test('what does not match stays, until a later redrive has sent it too', async () => {
  const world = new World([failureOf(1, 3)]);
  const { matches } = parseFilterCriteria(['{"data":{"n":[2]}}']);
  const first = await world.run({ matches });
  expect(first).toMatchObject([{ message: 'left', counts: { sent: 1, notMatched: 2 } }]);
  expect(first?.[0]?.reasons).toEqual(['2 records of its range did not match.']);
  const second = await world.run();
  expect(second).toMatchObject([{ message: 'deleted', counts: { sent: 2, sentBefore: 1 } }]);
  expect([...world.arrived.values()]).toEqual([1, 1, 1]);
});

test('what was sent is sent again when asked for', async () => {
  const world = new World([failureOf(1, 2)]);
  await world.run({ remove: async () => 'kept' });
  await world.run({ again: true });
  expect([...world.arrived.values()]).toEqual([2, 2]);
});

test('a repeated send that fails leaves the message, though it was sent before', async () => {
  const world = new World([failureOf(1, 2)], ['none', 'refused']);
  await world.run({ remove: async () => 'kept' });
  const results = await world.run({ again: true });
  expect(results).toMatchObject([{ message: 'left', counts: { failed: 2 } }]);
  expect(await world.run()).toMatchObject([{ message: 'deleted', counts: { sentBefore: 2 } }]);
});

describe('records of which nobody knows whether they arrived', () => {
  const lost = async () => {
    const world = new World([failureOf(1, 2)], ['lost after']);
    await world.run();
    return world;
  };

  test('are not sent again by themselves', async () => {
    const world = await lost();
    const results = await world.run();
    expect(results).toMatchObject([{ message: 'left', counts: { unknown: 2, sent: 0 } }]);
    expect(results?.[0]?.reasons[0]).toContain('2 records may have been sent');
    expect([...world.arrived.values()]).toEqual([1, 1]);
  });

  test('are sent again by decision', async () => {
    const world = await lost();
    expect(await world.run({ unknown: 'resend' })).toMatchObject([{ message: 'deleted' }]);
    expect([...world.arrived.values()]).toEqual([2, 2]);
  });

  test('count as sent by decision', async () => {
    const world = await lost();
    expect(await world.run({ unknown: 'accept' })).toMatchObject([{ message: 'deleted' }]);
    expect([...world.arrived.values()]).toEqual([1, 1]);
  });
});

test('a target that turns all down stops the redrive, and the rest says why', async () => {
  const world = new World([failureOf(1, 1), failureOf(2, 2)]);
  const target = {
    ...world.target(),
    send: async () => [{ type: 'failed', reason: 'AccessDenied', concernsAll: true }] as const,
  };
  const results = await world.run({ target });
  expect(results?.map(({ reasons }) => reasons)).toEqual([
    ['AccessDenied'],
    ['Not tried: AccessDenied'],
  ]);
});

test('a message that cannot be deleted is left, and is not sent again', async () => {
  const world = new World([failureOf(1, 1)]);
  const remove = async () => {
    throw sdkError('AccessDenied', 403);
  };
  expect(await world.run({ remove })).toMatchObject([{ message: 'left', complete: true }]);
  expect(await world.run()).toMatchObject([{ message: 'deleted', counts: { sentBefore: 1 } }]);
  expect([...world.arrived.values()]).toEqual([1]);
});

test('records that cannot be read leave their message, and the next is redriven', async () => {
  const world = new World([failureOf(1, 1), failureOf(2, 2)]);
  const results = await world.run({
    hydrate: async (failure) => {
      if (failure.id === 'f1-1') throw new Error('no permission');
      return hydrationOf(2, 2);
    },
  });
  expect(results).toMatchObject([
    { message: 'left', reasons: ['Its records could not be read: no permission'] },
    { message: 'deleted' },
  ]);
});

test('a stopped redrive finishes what it is sending and says what it did not try', async () => {
  const world = new World([failureOf(1, 1), failureOf(2, 2)]);
  const stop = new AbortController();
  const results = await world.run({ signal: stop.signal, onProgress: () => stop.abort() });
  expect(results?.map(({ message }) => message)).toEqual(['deleted', 'left']);
  expect(results?.[1]?.reasons).toEqual(['Not tried: the redrive was stopped.']);
});

test('killed at any step: nothing is lost, and nothing is sent twice', async () => {
  const failures = [failureOf(1, 3), failureOf(2, 5), failureOf(9, 9)];
  for (let killAtStep = 1; ; killAtStep++) {
    const world = new World(failures);
    const survived = await world.run({}, killAtStep);
    checkLaws(world, failures);
    const results = await world.run();
    checkLaws(world, failures);
    // Only what was being sent at that moment needs a decision.
    for (const { counts, message } of results ?? []) {
      expect(message).toBe(counts.unknown > 0 ? 'left' : 'deleted');
    }
    await world.run({ unknown: 'accept' });
    expect(world.queue.size).toBe(0);
    if (survived) break;
  }
});

test('whatever goes wrong, nothing is lost, and nothing is sent twice', async () => {
  const range = fc.tuple(fc.nat(20), fc.nat(6)).map(([first, more]) => [first, first + more]);
  const fault = fc.constantFrom<PutFault>(
    ...(['none', 'none', 'throttles some', 'refused', 'lost before', 'lost after'] as const),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(range, { minLength: 1, maxLength: 6, selector: (pair) => pair.join() }),
      fc.array(fault, { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 4 }),
      async (ranges, faults, kills) => {
        const failures = ranges.map(([first = 0, last = 0]) => failureOf(first, last));
        const world = new World(failures, faults);
        for (const killAtStep of kills) {
          await world.run({}, killAtStep);
          checkLaws(world, failures);
        }
        for (let runs = 0; runs < faults.length + 1; runs++) await world.run();
        checkLaws(world, failures);
        const results = (await world.run()) ?? [];
        for (const { counts, message } of results) {
          expect([counts.unknown > 0, message]).toEqual([true, 'left']);
        }
      },
    ),
    { numRuns: 300 },
  );
});

/** No record arrived twice; a message that is gone stands only for records that arrived. */
function checkLaws(world: World, failures: readonly Failure[]): void {
  expect([...world.arrived].filter(([, count]) => count > 1)).toEqual([]);
  for (const failure of failures) {
    if (world.queue.has(failure)) continue;
    for (const text of recordTexts(failure)) expect(world.arrived.get(text)).toBe(1);
  }
}
