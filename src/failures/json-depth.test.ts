import { expect, test } from 'vitest';
import { isTooDeep } from './json-depth.ts';

const nested = (levels: number) => `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`;

test.each([
  ['200 levels', nested(200), false],
  ['202 levels', nested(202), true],
  ['many, one after the other', `[${'[],'.repeat(1000)}{}]`, false],
  ['brackets in a text', JSON.stringify({ a: '[{"\\'.repeat(1000) }), false],
  ['none', '', false],
])('%s: %#', (_, text, isDeep) => {
  expect(isTooDeep(text)).toBe(isDeep);
});

// With a regular expression that begins anew at each quotation mark, it took minutes.
test('a text that is never closed is looked through once', () => {
  expect(isTooDeep('\\"'.repeat(500_000))).toBe(false);
});
