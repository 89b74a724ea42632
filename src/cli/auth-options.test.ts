import { expect, test } from 'vitest';
import { parseAuthKey } from './auth-options.ts';

test('keys are gathered, each with one secret', () => {
  const first = parseAuthKey('A:b:c');
  expect(first).toEqual([{ accessKeyId: 'A', secretAccessKey: 'b:c' }]);
  expect(parseAuthKey('D:e', first)).toHaveLength(2);
  expect(() => parseAuthKey('A:other', first)).toThrow('A was given a secret already.');
});

test.each(['', 'A', 'A:', ':b'])('%j is no key', (text) => {
  expect(() => parseAuthKey(text)).toThrow('ACCESS_KEY_ID:SECRET_ACCESS_KEY');
});
