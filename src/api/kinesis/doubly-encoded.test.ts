import { expect, test } from 'vitest';
import { isBase64OfText } from './doubly-encoded.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each([base64('{"id":1}'), base64('grüße, 世界\n'), base64('hello!')])(
  '%j is Base64 of text',
  (text) => expect(isBase64OfText(Buffer.from(text))).toBe(true),
);

test.each([
  ['shorter than eight', base64('abc')],
  ['of a length that is no multiple of four', 'aGVsbG8hIQ'],
  ['with a line break', 'aGVsbG8h\nISE'],
  ['with bits that no encoder sets', 'aGVsbG9='],
  ['a word that decodes to no text', 'password'],
  ['of control characters', base64('\u0000\u0001\u0002\u0003\u0004\u0005')],
  ['JSON', '{"id":1}'],
])('data %s are not taken for Base64 of text', (_why, text) => {
  expect(isBase64OfText(Buffer.from(text))).toBe(false);
});
