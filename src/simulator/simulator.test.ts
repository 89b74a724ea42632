import { describe, expect, test } from 'vitest';
import { systemClock } from '../clock/system-clock.ts';
import { runHistories } from './histories.ts';
import type { FaultType, Plan } from './plan.ts';
import { textOfPlan } from './plan-text.ts';
import { CALM } from './plans.suite.ts';
import { randomPlan } from './random-plan.ts';
import { simulate } from './simulate.ts';

const HISTORIES = 2000;

async function failuresOf(plans: Iterable<Plan>): Promise<string[]> {
  const failures: string[] = [];
  for (const plan of plans) {
    const { violation } = await simulate(plan);
    if (violation) failures.push(`seed ${plan.seed}: ${violation.invariant}: ${violation.what}`);
  }
  return failures;
}

function* plansOf(drives: Plan['drives'], count: number): Iterable<Plan> {
  for (let seed = 1; count > 0; seed++) {
    const plan = randomPlan(seed);
    if (plan.drives !== drives) continue;
    count--;
    yield plan;
  }
}

describe('random histories break no law', () => {
  test(`${(HISTORIES * 9) / 10} of shard consumers`, { timeout: 60_000 }, async () => {
    expect(await failuresOf(plansOf('machine', (HISTORIES * 9) / 10))).toEqual([]);
  });

  test(`${HISTORIES / 10} of whole mappings`, { timeout: 60_000 }, async () => {
    expect(await failuresOf(plansOf('mapping', HISTORIES / 10))).toEqual([]);
  });
});

test('shards that end together are read once each', async () => {
  const puts = Array.from({ length: 40 }, (_, key) => ({ ...CALM.puts[0]!, key }));
  const faults = [{ type: 'merge', atMs: 5, forMs: 0, pick: 0 }] as const;
  const plans = Array.from({ length: 50 }, (_, seed): Plan => {
    return { ...CALM, seed, drives: 'mapping', shards: 2, puts, faults };
  });
  expect(await failuresOf(plans)).toEqual([]);
});

describe('the runner', () => {
  test('a stop waits until the last checkpoint is stored', async () => {
    const disable = { type: 'disable', atMs: 20, forMs: 0 } as const;
    const slow = { fastestMs: 100, slowestMs: 100, timeoutMs: 1000 };
    const plans = [1, 2, 3, 4, 5, 6, 7, 8].map(
      (seed): Plan => ({ ...CALM, seed, drives: 'mapping', function: slow, faults: [disable] }),
    );
    expect(await failuresOf(plans)).toEqual([]);
  });

  test('a shard whose end cannot be stored is not read again', async () => {
    const faults = [
      { type: 'split', atMs: 1000, forMs: 0, pick: 0 },
      { type: 'break-store', atMs: 0, forMs: 4000 },
    ] as const;
    expect(await failuresOf([{ ...CALM, drives: 'mapping', faults }])).toEqual([]);
  });
});

describe('a history', () => {
  const traceOf = async (plan: Plan) => {
    const lines: string[] = [];
    const result = await simulate(plan, { trace: (line) => lines.push(line) });
    return { lines, result };
  };

  test.each([11, 12, 20, 40])('is the same each time: seed %i', async (seed) => {
    const plan = randomPlan(seed);
    expect(await traceOf(plan)).toEqual(await traceOf(randomPlan(seed)));
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  test('is told line by line', async () => {
    const { lines } = await traceOf(CALM);
    expect(lines).toContain('00:00:00.000  put 1 records');
    expect(lines.filter((line) => line.includes(' invoke '))).toHaveLength(1);
  });

  test.each(['machine', 'mapping'] as const)('ends when all is finished: %s', async (drives) => {
    const result = await simulate({ ...CALM, drives });
    expect(result).toMatchObject({ violation: undefined, records: 1, invocations: 1 });
    expect(result.virtualMs).toBeLessThan(60_000);
  });

  test('that goes on without end is broken off', async () => {
    const machine = () => ({
      handle: () => [{ type: 'wait', untilMs: 0, forRecords: false }] as const,
    });
    const { violation } = await simulate(CALM, { machine });
    expect(violation).toMatchObject({
      invariant: 'the mapping catches up',
      what: 'time stands still',
    });
  });

  test('in which the engine throws is a broken one', async () => {
    const machine = () => ({
      handle: () => {
        throw new Error('Oh.');
      },
    });
    const { violation } = await simulate(CALM, { machine });
    expect(violation?.what).toContain('the engine has thrown: Error: Oh.');
  });

  test('whose plan is shown tells its settings, its faults and its troubles', () => {
    const text = textOfPlan({
      ...CALM,
      puts: [{ ...CALM.puts[0]!, trouble: { kind: 'raise', times: -1 } }],
      faults: [{ type: 'crash', atMs: 1000, forMs: 500 }],
    });
    expect(text).toContain('00:00:01.000 crash for 00:00:00.500');
    expect(text).toContain('0: key 1, 10 bytes, raise always');
  });
});

test('every kind of fault, trouble and setting is met within few histories', () => {
  const plans = Array.from({ length: 300 }, (_, seed) => randomPlan(seed));
  const faults = new Set(plans.flatMap((plan) => plan.faults.map(({ type }) => type)));
  const allFaults: FaultType[] = [
    ...(['split', 'merge', 'disable', 'crash', 'throttle'] as const),
    ...(['refuse-delivery', 'break-store', 'break-reads', 'jump'] as const),
  ];
  expect([...faults].sort()).toEqual([...allFaults].sort());
  const kinds = plans.flatMap(({ puts }) => puts.map(({ trouble }) => trouble?.kind));
  expect(new Set(kinds).size).toBe(5);
  expect(new Set(plans.map(({ settings }) => settings.parallelizationFactor)).size).toBe(4);
  expect(new Set(plans.map(({ settings }) => settings.tumblingWindowInSeconds)).size).toBe(5);
  expect(new Set(plans.map(({ start }) => start.position)).size).toBe(3);
});

test('many histories are summed up, and the broken ones named', async () => {
  const options = { clock: systemClock, firstSeed: 1, histories: 5 };
  const all = await runHistories(options);
  expect(all).toMatchObject({ histories: 5, failures: [] });
  expect(all.records).toBeGreaterThan(0);
  const machine = () => ({ handle: () => [] });
  const broken = await runHistories({ ...options, untilBroken: true, simulate: { machine } });
  expect(broken).toMatchObject({ histories: 1, failures: [{ seed: 1 }] });
});
