import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFilterPattern } from './log-filter-pattern.ts';

const EVENT = JSON.stringify({
  level: 'ERROR',
  count: 5,
  small: 0.001,
  done: true,
  none: null,
  user: { 'first name': 'Ann', id: 'a-1', 'x-y': 1 },
  items: [{ id: 'one' }, { id: 'two' }],
  text: 'say "hi"',
  address: '123.123.1.1',
});

test.each([
  ['{ $.level = "ERROR" }', true],
  ['{ $.level = ERROR }', true],
  ['{$.level=ERR*}', true],
  ['{ $.level = "*RR*" }', true],
  ['{ $.level = "E*R*R*R*R" }', false],
  ['{ $.level != "ERROR" }', false],
  ['{ $.level != "INFO" }', true],
  ['{ $.level = "error" }', false],
  ['{ $.missing != "x" }', false],
  ['{ $.count > 4 }', true],
  ['{ $.count >= 5 && $.count <= 5 }', true],
  ['{ $.count < 5 }', false],
  ['{ $.count = 5.0 }', true],
  ['{ $.small = 1e-3 }', true],
  ['{ $.level > 1 }', false],
  ['{ $.done IS TRUE }', true],
  ['{ $.done IS FALSE }', false],
  ['{ $.none IS NULL }', true],
  ['{ $.missing IS NULL }', false],
  ['{ $.missing NOT EXISTS }', true],
  ['{ $.level NOT EXISTS }', false],
  ['{ $.level EXISTS }', true],
  ["{ $.user.['first name'] = Ann }", true],
  ['{ $.user.x-y = 1 }', true],
  ['{ $.items[1].id = "two" }', true],
  ['{ $.items[2].id = "two" }', false],
  ['{ $.items[*].id = "two" }', true],
  ['{ $.user.* = "a-1" }', true],
  ['{ $.items = "two" }', false],
  ['{ $.text = "say \\"hi\\"" }', true],
  ['{ $.address = 123.123.* }', true],
  ['{ $.count = 1 || $.level = "ERROR" && $.count = 5 }', true],
  ['{ ($.count = 1 || $.level = "ERROR") && $.count = 4 }', false],
  ['{ $.toString EXISTS }', false],
])('%s is %s of a JSON event', (pattern, isMatch) => {
  expect(parseFilterPattern(pattern)(EVENT)).toBe(isMatch);
});

test.each(['ERROR', '', '[1]', '{"level": "ERROR"', '"level"'])(
  'the message %j, no JSON object, does not match',
  (message) => {
    expect(parseFilterPattern('{ $.level NOT EXISTS }')(message)).toBe(false);
  },
);

test.each([
  ...['{', '{}', '{ $.a }', '{ $.a = }', '{ $ = 1 }', '{ a = 1 }', '{ $.a = 1', '{ $.a == 1 }'],
  ...['{ $.a > x }', '{ ($.a = 1 }', '{ $.a = 1 && }', '{ $.a = 1 $.b = 2 }', '{ $.a IS 1 }'],
  '{ $.a[*] = 1 && $.b[*] = 1 && $.c[*] = 1 && $.d[*] = 1 }',
])('the pattern %j is refused', (pattern) => {
  expect(() => parseFilterPattern(pattern)).toThrow(
    expect.objectContaining({ code: 'InvalidParameterException' }),
  );
});

test('a pattern of any kind is refused or answers, whatever stands in it', () => {
  const piece = fc.constantFrom(...'{}[]()$.*=!<>&|",?-% ax1\\'.split(''), '...', ' EXISTS');
  const pattern = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(pattern, fc.string(), (text, message) => {
      try {
        parseFilterPattern(text)(message);
      } catch (error) {
        expect(error).toMatchObject({ code: 'InvalidParameterException' });
      }
    }),
  );
});
