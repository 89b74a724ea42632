import { beforeEach, describe, expect, test } from 'vitest';
import { FakeWorld, SCOPE, settle } from './fake-world.suite.ts';

let world: FakeWorld;
/** The states that the function was given, each with how many records. */
let given: [records: number, state: unknown][];
beforeEach(() => {
  world = new FakeWorld();
  given = [];
  world.answer = (numbers, payload) => {
    const { state, isFinalInvokeForWindow } = JSON.parse(payload);
    if (state === undefined) return world.returned();
    given.push([numbers.length, state]);
    expect(isFinalInvokeForWindow).toBe(numbers.length === 0);
    const count = (state.count ?? 0) + numbers.length;
    return world.returned(JSON.stringify({ state: { count } }));
  };
});

const MINUTE = { tumblingWindowInSeconds: 60 };
const put = async (count = 1) => {
  world.put('shard-0', count);
  await settle();
};
const pass = async (ms: number) => {
  world.clock.advance(ms);
  await settle();
};
const update = async (settings: object) => {
  await world.mappings.update(SCOPE, 'mapping', { settings });
  await settle();
};

describe('a tumbling window', () => {
  test('has a state for each shard (rule 4.2.2)', async () => {
    world.addShard('shard-1');
    await world.start(MINUTE);
    for (const shardId of ['shard-0', 'shard-1', 'shard-0']) {
      world.put(shardId);
      await settle();
    }
    expect(given).toEqual([
      [1, {}],
      [1, {}],
      [1, { count: 1 }],
    ]);
    await pass(60_000);
    expect(given.slice(3)).toEqual(
      expect.arrayContaining([
        [0, { count: 2 }],
        [0, { count: 1 }],
      ]),
    );
  });

  test('goes on after a crash with what was stored', async () => {
    await world.start(MINUTE);
    await put(2);
    const closing = world.mappings.close(AbortSignal.abort());
    await world.restart().restore();
    await closing;
    await put();
    await pass(60_000);
    expect(given).toEqual([
      [2, {}],
      [1, { count: 2 }],
      [0, { count: 3 }],
    ]);
    expect(world.openWindows.size).toBe(0);
  });

  test('that was closed is not closed again after a restart', async () => {
    await world.start(MINUTE);
    await put();
    await pass(60_000);
    await world.mappings.close(AbortSignal.abort());
    await world.restart().restore();
    await pass(600_000);
    expect(given).toEqual([
      [1, {}],
      [0, { count: 1 }],
    ]);
  });

  test('that ended while the mapping was disabled is closed once it is enabled', async () => {
    await world.start(MINUTE);
    await put();
    await world.mappings.update(SCOPE, 'mapping', { isEnabled: false, settings: {} });
    await settle();
    await pass(600_000);
    expect(given).toHaveLength(1);
    await world.mappings.update(SCOPE, 'mapping', { isEnabled: true, settings: {} });
    await settle();
    expect(given[1]).toEqual([0, { count: 1 }]);
  });

  test('is dropped when windows are turned off, and does not come back with them', async () => {
    await world.start(MINUTE);
    await put();
    await update({ tumblingWindowInSeconds: 0 });
    expect(world.openWindows.size).toBe(0);
    await put();
    await update(MINUTE);
    await put();
    expect(given).toEqual([
      [1, {}],
      [1, {}],
    ]);
    expect(world.calls).toHaveLength(3);
  });

  test('is forgotten with the mapping', async () => {
    await world.start(MINUTE);
    await put();
    expect(world.openWindows.size).toBe(1);
    await world.mappings.remove(SCOPE, 'mapping');
    expect(world.openWindows.size).toBe(0);
  });
});

test.each([
  [{ parallelizationFactor: 2 }, 'a ParallelizationFactor over 1'],
  [{ filterPatterns: ['{"data":{}}'] }, 'FilterCriteria'],
])('a tumbling window with %j is refused (rule 1.2.4)', async (more, what) => {
  await world.start(more);
  await expect(update(MINUTE)).rejects.toThrow(
    `A tumbling window cannot be used together with ${what}.`,
  );
});
