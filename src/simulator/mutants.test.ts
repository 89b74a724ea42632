import { expect, test } from 'vitest';
import { MUTANTS } from './mutants.suite.ts';
import { randomPlan } from './random-plan.ts';
import { simulate } from './simulate.ts';
import { WINDOW_MUTANTS } from './window-mutants.suite.ts';

/** Within so many histories of its kind every fault must be found. */
const MOST_HISTORIES = 400;

// The laws are worth what they catch: each fault must break one of those that forbid it.
test.each(Object.entries({ ...MUTANTS, ...WINDOW_MUTANTS }))(
  'a mapping that %s is caught',
  async (_, mutant) => {
    const { caughtBy, ...options } = mutant;
    const drives = mutant.ports ? 'mapping' : 'machine';
    for (let seed = 1; seed <= MOST_HISTORIES; seed++) {
      const { violation } = await simulate({ ...randomPlan(seed), drives }, options);
      if (!violation) continue;
      expect(caughtBy).toContain(violation.invariant);
      return;
    }
    expect.fail(`not caught in ${MOST_HISTORIES} histories`);
  },
);
