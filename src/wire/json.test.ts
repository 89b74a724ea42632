import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeJson, encodeJson } from './json.ts';
import {
  blob,
  boolean,
  double,
  integer,
  list,
  map,
  type Shape,
  string,
  structure,
  timestamp,
} from './shape.ts';

/** A shape with a value of it. */
interface Sample {
  readonly shape: Shape;
  readonly value: unknown;
}

const safeName = fc.stringMatching(/^[A-Z][a-z]{1,6}$/);
const scalars: fc.Arbitrary<Sample>[] = [
  fc.string({ unit: 'binary' }).map((value) => ({ shape: string(), value })),
  fc.maxSafeInteger().map((value) => ({ shape: integer(), value })),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => ({ shape: double(), value: value === 0 ? 0 : value })),
  fc.boolean().map((value) => ({ shape: boolean(), value })),
  fc.uint8Array().map((value) => ({ shape: blob(), value: Buffer.from(value) })),
  fc.integer({ min: 0, max: 4e12 }).map((value) => ({ shape: timestamp(), value })),
];
const samples: fc.Arbitrary<Sample> = fc.letrec<{ sample: Sample }>((tie) => ({
  sample: fc.oneof(
    { maxDepth: 3 },
    ...scalars,
    // Elements of one list have one shape: the sample's value stands in it several times.
    fc.tuple(tie('sample'), fc.nat(3)).map(([{ shape, value }, length]) => ({
      shape: list(shape),
      value: Array.from({ length }, () => value),
    })),
    fc.tuple(tie('sample'), fc.array(fc.string())).map(([{ shape, value }, keys]) => ({
      shape: map(shape),
      value: Object.fromEntries([...keys, '__proto__'].map((key) => [key, value])),
    })),
    fc.dictionary(safeName, tie('sample')).map((members) => ({
      shape: structure(
        Object.fromEntries(Object.entries(members).map(([name, { shape }]) => [name, shape])),
      ),
      value: Object.fromEntries(Object.entries(members).map(([name, { value }]) => [name, value])),
    })),
  ),
})).sample;

test('what is written is read back the same, whatever the shape', () => {
  fc.assert(
    fc.property(samples, ({ shape, value }) => {
      const text = JSON.stringify(encodeJson(shape, value));
      expect(decodeJson(shape, JSON.parse(text))).toEqual(value);
    }),
    { numRuns: 500 },
  );
});

test('any JSON at all is read by any shape, or refused with a SerializationException', () => {
  fc.assert(
    fc.property(samples, fc.jsonValue(), ({ shape }, value) => {
      try {
        decodeJson(shape, value);
      } catch (error) {
        expect(error).toMatchObject({ code: 'SerializationException', status: 400 });
      }
    }),
    { numRuns: 500 },
  );
});

const LIST = 'Start of list found where not expected';
const MAP = 'Start of structure or map found where not expected.';

test.each<[Shape, unknown, string]>([
  [integer(), '1', 'STRING_VALUE can not be converted to an Integer'],
  [integer(), true, 'TRUE_VALUE can not be converted to an Integer'],
  [string(), 1.5, 'NUMBER_VALUE can not be converted to a String'],
  [string(), false, 'FALSE_VALUE can not be converted to a String'],
  [string(), [], LIST],
  [string(), {}, MAP],
  [blob(), 1, 'NUMBER_VALUE can not be converted to a Blob'],
  [list(string()), 'a', 'Expected list or null'],
  [list(string()), {}, MAP],
  [map(string()), 1, 'Expected map or null'],
  [map(string()), [], LIST],
  [structure({}), true, 'Expected null'],
  [structure({}), [], LIST],
])('%j does not take %j', (shape, value, text) => {
  expect(() => decodeJson(shape, value)).toThrow(
    expect.objectContaining({ code: 'SerializationException', message: text }),
  );
});

test.each([
  ['23456', 'Base64 encoded length is expected a multiple of 4 bytes but found: 5'],
  ['=+/=', "Invalid Base64 character: '='"],
  ['+/+=', 'Invalid last non-pad Base64 character dectected'],
  ['ab-_', "Invalid Base64 character: '-'"],
  ['YQ=\n', "Invalid Base64 character: '='"],
  ['YQ==YQ==', "Invalid Base64 character: '='"],
  ['a b=', "Invalid Base64 character: ' '"],
])('%j is no Base64', (text, reason) => {
  expect(() => decodeJson(blob(), text)).toThrow(
    expect.objectContaining({ message: `'${text}' can not be converted to a Blob: ${reason}` }),
  );
});

test('null counts as absent, unknown members are ignored, fractions are cut off', () => {
  const shape = structure({ A: string(), B: integer() });
  expect(decodeJson(shape, { A: null, B: -1.9, C: {} })).toEqual({ B: -1 });
});

test('a null in a list is kept for the validation to refuse', () => {
  expect(decodeJson(list(string()), ['a', null])).toEqual(['a', null]);
});

test('absent members are not written, times are seconds with a fraction', () => {
  const shape = structure({ A: string(), At: timestamp(), Data: blob() });
  const value = { A: undefined, At: 1_700_000_000_123, Data: new Uint8Array([1, 2]).subarray(1) };
  expect(encodeJson(shape, value)).toEqual({ At: 1_700_000_000.123, Data: 'Ag==' });
});

test('a map may have any key without harm', () => {
  const read = decodeJson(map(structure({})), JSON.parse('{"__proto__":{"x":1}}')) as object;
  expect(Object.keys(read)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
});
