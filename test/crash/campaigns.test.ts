import { expect, test } from 'vitest';
import { campaignsOf, textOfOutcome } from './campaigns.ts';

test('without a mode, every mode gets its share of the kills', () => {
  const campaigns = campaignsOf({ kills: 200, seed: 7 });
  const killsOf = (mode: string) =>
    campaigns.filter((one) => one.mode === mode).map(({ kills, seed }) => [kills, seed]);
  expect(killsOf('mixed')).toEqual([[200, 7]]);
  expect(killsOf('reshard')).toEqual([[20, 7]]);
  expect(killsOf('start')).toEqual([7, 8, 9, 10, 11].map((seed) => [4, seed]));
});

test('a broken law is told with what it takes to see it again', () => {
  const outcome = {
    ...{ kills: 9, puts: 1, records: 1, deliveries: 1, failureMessages: 1, messages: 1 },
    slowestStartMs: 500,
    broken: {
      violations: [{ law: 'the law', expected: 'this', found: 'that' }],
      afterKill: 9,
      folder: '/tmp/folder',
    },
  };
  const text = textOfOutcome({ mode: 'mixed', seed: 3, kills: 20 }, outcome, 1000);
  expect(text).toContain('BROKEN after kill 9');
  expect(text).toMatch(/the law\n +expected: this\n +found: +that/);
  expect(text).toContain('kept in /tmp/folder');
  expect(text).toContain('npm run crash -- --mode mixed --seed 3 --kills 20');
});
