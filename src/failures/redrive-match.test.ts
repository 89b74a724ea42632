import { expect, test } from 'vitest';
import { message, sealed } from '../event-source-mapping/kpl-encode.suite.ts';
import { recordMatcher } from './redrive-match.ts';
import { recordOf } from './redrive-world.suite.ts';

test('a record matches as it would match the filter criteria of a mapping', () => {
  const matches = recordMatcher('{"data":{"n":[2]}}');
  expect([recordOf(1), recordOf(2)].map(matches)).toEqual([false, true]);
});

test('a pattern that Lambda would refuse is refused', () => {
  expect(() => recordMatcher('{"data":{"n":2}}')).toThrow('--match takes a filter pattern.');
});

test('an aggregate matches when one of its records does', () => {
  const inner = [1, 2].map((n) => ({ partitionKey: `p${n}`, data: Buffer.from(`{"n":${n}}`) }));
  const aggregate = recordOf(1, { data: sealed(message(inner)).data });
  const patterns = ['{"data":{"n":[2]}}', '{"data":{"n":[3]}}', '{"partitionKey":["p1"]}'];
  expect(patterns.map((pattern) => recordMatcher(pattern)(aggregate))).toEqual([true, false, true]);
});
