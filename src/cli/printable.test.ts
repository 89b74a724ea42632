import { expect, test } from 'vitest';
import { printable, printableJson, printableLines, printableLog } from './printable.ts';

const HOSTILE = 'a\u001b[31m\u009b\u0007\u202eb';

test('what a terminal could trip over is shown as an escape', () => {
  expect(printable(`${HOSTILE}\n`)).toBe('a\\u001b[31m\\u009b\\u0007\\u202eb\\u000a');
});

test('lines stay lines', () => {
  expect(printableLines(`one\n${HOSTILE}`)).toBe('one\na\\u001b[31m\\u009b\\u0007\\u202eb');
});

test.each([undefined, 2])('JSON says the same as before, indented by %s', (indent) => {
  const value = { [HOSTILE]: [HOSTILE, '\n'] };
  const text = printableJson(value, indent);
  expect(JSON.parse(text)).toEqual(value);
  expect(text.replaceAll('\n', '')).toMatch(/^[\u0020-\u007e]*$/);
});

test('what a function writes keeps its lines and columns', () => {
  expect(printableLog(`INFO\tone\n${HOSTILE}\n\n`)).toBe(
    'INFO  one\na\\u001b[31m\\u009b\\u0007\\u202eb',
  );
});
