import { expect, test } from 'vitest';
import { parseFilterPattern } from './log-filter-pattern.ts';

const MESSAGES = {
  error: 'ERROR code 500: INTERNAL SERVER ERROR',
  warning: 'WARN disk is full',
  exit: 'ERROR exiting',
  empty: '',
};

test.each([
  ['', ['error', 'warning', 'exit', 'empty']],
  ['ERROR', ['error', 'exit']],
  ['error', []],
  ['ERROR 500', ['error']],
  ['"SERVER ERROR"', ['error']],
  ['?WARN ?exiting', ['warning', 'exit']],
  ['ERROR -exiting', ['error']],
  ['-ERROR', ['warning', 'empty']],
  ['-"disk is full"', ['error', 'exit', 'empty']],
  ['?WARN ?ERROR -exiting', ['error', 'warning']],
  ['  ERROR   500  ', ['error']],
])('%j matches %j', (pattern, names) => {
  const matches = parseFilterPattern(pattern);
  const found = Object.entries(MESSAGES).filter(([, message]) => matches(message));
  expect(found.map(([name]) => name)).toEqual(names);
});

test('a quoted phrase may hold a quotation mark', () => {
  expect(parseFilterPattern('"say \\"hi\\""')('they say "hi" there')).toBe(true);
});

test.each(['%error%', '{ $.a = %x% }', '"open', 'half"way', '?', '-'])(
  'the pattern %j is refused',
  (pattern) => {
    expect(() => parseFilterPattern(pattern)).toThrow(
      expect.objectContaining({
        code: 'InvalidParameterException',
        message: expect.stringMatching(/^Invalid filter pattern: /),
      }),
    );
  },
);
