import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonNumber, type JsonValue, parseJsonText } from './json-text.ts';

/** The same value as `JSON.parse` gives it. */
function plain(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return Number(value.text);
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof Map)) return value;
  return Object.fromEntries([...value].map(([key, member]) => [key, plain(member)]));
}

function attempt(read: () => unknown): { value: unknown } | 'refused' {
  try {
    return { value: read() };
  } catch {
    return 'refused';
  }
}

test('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 2, '\t\r\n '), (json, space) => {
      const text = JSON.stringify(JSON.parse(json), undefined, space);
      expect(plain(parseJsonText(text))).toEqual(JSON.parse(text));
    }),
  );
});

test('refuses what JSON.parse refuses, and nothing else', () => {
  const pieces = [
    ...'{}[],:"\\/ubn-+.eE019 \n\t\u0000\u00a0\ufeff',
    'true',
    'null',
    '"a"',
    '\\u12',
  ];
  const text = fc
    .array(fc.constantFrom(...pieces), { maxLength: 12 })
    .map((parts) => parts.join(''));
  const broken = fc
    .tuple(fc.json(), fc.nat(), text)
    .map(
      ([json, at, piece]) => json.slice(0, at % json.length) + piece + json.slice(at % json.length),
    );
  fc.assert(
    fc.property(fc.oneof(text, broken), (candidate) => {
      expect(attempt(() => plain(parseJsonText(candidate)))).toEqual(
        attempt(() => JSON.parse(candidate)),
      );
    }),
    { numRuns: 2000 },
  );
});

test.each(['300', '300.0', '3.0e2', '-0', '1E+400', '9007199254740993'])(
  'the number %s keeps its text',
  (text) => {
    expect(parseJsonText(` ${text} `)).toEqual(new JsonNumber(text));
  },
);

test('the key __proto__ is a key', () => {
  expect(parseJsonText('{"__proto__":{"a":"b"}}')).toEqual(
    new Map([['__proto__', new Map([['a', 'b']])]]),
  );
});
