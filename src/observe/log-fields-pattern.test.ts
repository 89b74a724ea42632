import { expect, test } from 'vitest';
import { parseFilterPattern } from './log-filter-pattern.ts';

const EVENT =
  '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';

test.each([
  ['[ip, user, name, time, request, status, bytes]', true],
  ['[ip, user, name, time, request, status]', false],
  ['[ip, user, name, time, request, status = 4*, bytes]', true],
  ['[ip, user, name, time, request =*.html*, status = 4*, bytes]', true],
  ['[ip, user, name, time, request = "*, HTTP*", status, bytes]', false],
  ['[ip, user, name, time, request, status, bytes > 1000]', true],
  ['[ip, user, name, time, request, status, bytes < 1000]', false],
  ['[ip, user, name, time, request, status = 410 || status = 404, bytes]', true],
  ['[ip != 127*, user, name, time, request, status, bytes]', false],
  ['[..., status = 404, bytes]', true],
  ['[..., status = 1534]', true],
  ['[ip = 127.0.0.1, ...]', true],
  ['[ip, ..., bytes = 1534]', true],
  ['[ip, user, name, time = 10/Oct*, ...]', true],
  ['[a, b, c, d, e, f, g, ...]', true],
  ['[a, b, c, d, e, f, g, h, ...]', false],
  ['[name != Prod && name != x, ...]', true],
])('%s is %s of a space-delimited event', (pattern, isMatch) => {
  expect(parseFilterPattern(pattern)(EVENT)).toBe(isMatch);
});

test.each(['[', '[]', '[a', '[a,]', '[a,,b]', '[a =]', '[..., a, ...]', '[= 4]', '[a b]'])(
  'the pattern %j is refused',
  (pattern) => {
    expect(() => parseFilterPattern(pattern)).toThrow(
      expect.objectContaining({ code: 'InvalidParameterException' }),
    );
  },
);

test.each(['[', '"', '[ ', '" ', '[]'])('%j a million times over takes no time', (piece) => {
  expect(parseFilterPattern('[a = x, ...]')(piece.repeat(1_000_000))).toBe(false);
});
