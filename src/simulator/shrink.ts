import type { Plan } from './plan.ts';
import type { HistoryResult } from './simulate.ts';

/** Answers whether a plan still goes wrong. */
type Fails = (plan: Plan) => Promise<HistoryResult['violation']>;

/** Ways to make a plan simpler that are not the removal of a part. */
const SIMPLER: readonly ((plan: Plan) => Plan)[] = [
  (plan) => ({ ...plan, shards: 1 }),
  (plan) => ({ ...plan, start: { atMs: 0, position: 'TRIM_HORIZON' } }),
  (plan) => ({ ...plan, function: { ...plan.function, fastestMs: 1, slowestMs: 1 } }),
  (plan) => withSettings(plan, { parallelizationFactor: 1 }),
  (plan) => withSettings(plan, { maximumBatchingWindowInSeconds: 0 }),
  (plan) => withSettings(plan, { tumblingWindowInSeconds: 0 }),
  (plan) => withSettings(plan, { bisectBatchOnFunctionError: false }),
  (plan) => withSettings(plan, { maximumRecordAgeInSeconds: -1 }),
  (plan) => withSettings(plan, { maximumRetryAttempts: 0 }),
  (plan) => withSettings(plan, { functionResponseTypes: [] }),
  (plan) => withSettings(plan, { isFiltered: false }),
  (plan) => withSettings(plan, { batchSize: 1 }),
  (plan) => ({ ...plan, puts: plan.puts.map((put) => ({ ...put, atMs: 0 })) }),
  (plan) => ({ ...plan, puts: plan.puts.map((put) => ({ ...put, bytes: 1 })) }),
  (plan) => ({ ...plan, puts: plan.puts.map((put) => ({ ...put, key: 1 })) }),
  (plan) => ({ ...plan, puts: plan.puts.map(({ trouble: _, ...put }) => put) }),
];

/**
 * A smaller plan that breaks the same law: parts are taken away, ever smaller ones, as long as it
 * still goes wrong. At most `mostTries` histories are lived for it.
 */
export async function shrink(plan: Plan, fails: Fails, mostTries = 400): Promise<Plan> {
  const law = (await fails(plan))?.invariant;
  let smallest = plan;
  let tries = 0;
  const attempt = async (candidate: Plan): Promise<boolean> => {
    if (tries++ >= mostTries) return false;
    const violation = await fails(candidate);
    if (violation === undefined || violation.invariant !== law) return false;
    smallest = candidate;
    return true;
  };
  for (let before: Plan | undefined; before !== smallest && tries < mostTries; ) {
    before = smallest;
    await removeParts('faults', () => smallest, attempt);
    await removeParts('puts', () => smallest, attempt);
    for (const simpler of SIMPLER) {
      const candidate = simpler(smallest);
      if (JSON.stringify(candidate) !== JSON.stringify(smallest)) await attempt(candidate);
    }
  }
  return smallest;
}

/** Takes away halves, quarters, … and at last single ones. */
async function removeParts(
  name: 'faults' | 'puts',
  smallest: () => Plan,
  attempt: (plan: Plan) => Promise<boolean>,
): Promise<void> {
  for (let size = Math.ceil(smallest()[name].length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < smallest()[name].length; ) {
      const plan = smallest();
      const rest = [...plan[name].slice(0, at), ...plan[name].slice(at + size)];
      if (!(await attempt({ ...plan, [name]: rest }))) at += size;
    }
  }
}

function withSettings(plan: Plan, settings: Partial<Plan['settings']>): Plan {
  return { ...plan, settings: { ...plan.settings, ...settings } };
}
