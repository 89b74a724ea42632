import { expect, test } from 'vitest';
import { decodeData } from './decode-data.ts';

const LONG = 'x'.repeat(10 * 2 ** 20);
const DEEP = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

test.each([
  ['{"a": 12345678901234567890}', 'json', '{"a": 12345678901234567890}'],
  [
    '{\n  "a": 9007199254740993,\r\n  "b": "\\"\\\\ \\n {"\n}\n',
    'json',
    '{"a":9007199254740993,"b":"\\"\\\\ \\n {"}',
  ],
  ['{"a": ', 'text', '{"a": '],
  ['12', 'text', '12'],
  ['grüß', 'text', 'grüß'],
  [new Uint8Array([0xff, 0x00]), 'hex', 'ff00'],
  ['', 'text', ''],
  [DEEP, 'json', DEEP],
  [`{\n"a": "${LONG}"}`, 'json', `{"a":"${LONG}"}`],
])('%.20j is read as it should be', (data, encoding, text) => {
  expect(decodeData(Buffer.from(data as string))).toEqual({ encoding, text });
});
