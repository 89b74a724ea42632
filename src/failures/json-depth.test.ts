import { expect, test } from 'vitest';
import { decodeData } from './decode-data.ts';
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

test('a record that could not be written again as JSON is shown as text', () => {
  const text = nested(100_000);
  expect(decodeData(Buffer.from(text))).toEqual({ encoding: 'text', value: text });
});
