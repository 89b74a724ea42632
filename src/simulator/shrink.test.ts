import { expect, test } from 'vitest';
import type { Plan } from './plan.ts';
import { CALM } from './plans.suite.ts';
import { shrink } from './shrink.ts';

const broken = (invariant: string) => ({ invariant, what: '', atMs: 0 });
const MANY: Plan = {
  ...CALM,
  puts: Array.from({ length: 64 }, (_, key) => ({ atMs: key, key, bytes: 9, isWanted: true })),
  faults: [
    { type: 'crash', atMs: 1, forMs: 1 },
    { type: 'jump', atMs: 2, forMs: 1 },
  ],
};

test('everything that is not needed is taken away', async () => {
  const needs = async ({ puts, faults }: Plan) => {
    const keys = puts.filter(({ bytes }) => bytes === 9).map(({ key }) => key);
    const fails =
      keys.includes(7) && keys.includes(40) && faults.some(({ type }) => type === 'jump');
    return fails ? broken('law') : undefined;
  };
  const small = await shrink(MANY, needs);
  expect(small.puts.map(({ key }) => key)).toEqual([7, 40]);
  expect(small.faults.map(({ type }) => type)).toEqual(['jump']);
});

test('a plan that breaks another law is another plan', async () => {
  const small = await shrink(MANY, async ({ puts }) => broken(puts.length > 10 ? 'law' : 'other'));
  expect(small.puts).toHaveLength(11);
});

test('no more histories are lived than allowed', async () => {
  let lived = 0;
  const needsAll = async ({ puts }: Plan) => {
    lived++;
    return puts.length === MANY.puts.length ? broken('law') : undefined;
  };
  await shrink(MANY, needsAll, 20);
  expect(lived).toBe(21);
});
