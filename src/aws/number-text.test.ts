import { expect, test } from 'vitest';
import { isNumberText } from './number-text.ts';

test.each(['0', '-1.5', '+1.', '.5', '1e3', '1.E-3'])('%s is a number', (text) => {
  expect(isNumberText(text)).toBe(true);
});

test.each(['', '.', '1.2.3', 'e3', '1e', '0x1', ' 1', 'NaN'])('%j is none', (text) => {
  expect(isNumberText(text)).toBe(false);
});

// Where digits can be read in more than one way, it takes a time that grows with their square.
test('a long text that is none is looked through once', () => {
  expect(isNumberText(`${'1'.repeat(1_000_000)}x`)).toBe(false);
});
