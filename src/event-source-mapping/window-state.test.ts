import { expect, test } from 'vitest';
import { readWindowState } from './window-state.ts';

test.each([
  ['{"state": {"a": [1]}}', '{"a":[1]}'],
  ['{"state": null}', undefined],
  ['{"state": []}', undefined],
  ['[]', undefined],
  ['no JSON', undefined],
  // It can be read, but not written again.
  [`{"state": ${'{"a":'.repeat(100_000)}1${'}'.repeat(100_001)}`, undefined],
])('the state in %.30s is %s', (payload, state) => {
  expect(readWindowState(payload)).toBe(state);
});
