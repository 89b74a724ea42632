import { cbor } from '@smithy/core/cbor';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CborTimes, decodeCbor, encodeCbor } from './cbor.ts';
import { CborError, CborTime, readCbor } from './cbor-reader.ts';
import { CborWriter } from './cbor-writer.ts';
import { decodeJson, encodeJson } from './json.ts';
import {
  blob,
  boolean,
  double,
  integer,
  list,
  map,
  type Shape,
  type StructureShape,
  string,
  structure,
  timestamp,
} from './shape.ts';

/** A shape, and a value of it. */
interface Case {
  readonly shape: Shape;
  readonly value: unknown;
}

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const scalars: [Shape, fc.Arbitrary<unknown>][] = [
  [string(), text],
  [integer(), fc.maxSafeInteger()],
  [double(), finite],
  [boolean(), fc.boolean()],
  [blob(), fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))],
  [timestamp(), fc.integer({ min: -(2 ** 41), max: 2 ** 42 })],
];

/** Shapes with an arbitrary for their values, the deeper the rarer. */
type Described = [shape: Shape, value: fc.Arbitrary<unknown>];
const shapes = fc.letrec<{ shape: Described }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(...scalars),
    tie('shape').map(
      ([member, item]): Described => [list(member), fc.array(item, { maxLength: 4 })],
    ),
    tie('shape').map(
      ([member, item]): Described => [map(member), fc.dictionary(text, item, { maxKeys: 4 })],
    ),
    fc.array(tie('shape'), { maxLength: 4 }).map((members): Described => {
      const named = members.map(([shape, item], n) => [`Member${n}`, shape, item] as const);
      const values = named.map(([name, , item]) => [name, fc.option(item, { nil: undefined })]);
      return [
        structure(Object.fromEntries(named.map(([name, shape]) => [name, shape]))),
        fc.record(Object.fromEntries(values)),
      ];
    }),
  ),
})).shape;

const cases: fc.Arbitrary<Case> = shapes.chain(([shape, value]) =>
  value.map((each) => ({ shape, value: each })),
);

const around = (shape: Shape): StructureShape => structure({ It: shape });

test.each<CborTimes>(['milliseconds', 'seconds'])(
  'what JSON says of any value of any shape, CBOR says too, with times in %s',
  (times) => {
    fc.assert(
      fc.property(cases, ({ shape, value }) => {
        const whole = around(shape);
        const json = JSON.stringify(encodeJson(whole, { It: value }));
        const said = decodeJson(whole, JSON.parse(json));
        const bytes = encodeCbor(whole, { It: value }, times);
        expect(decodeCbor(whole, bytes, times)).toEqual(said);
      }),
    );
  },
);

/** What JSON can hold, and bytes. */
const anything = fc.letrec((tie) => ({
  item: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    text,
    fc.maxSafeInteger(),
    finite,
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc.array(fc.nat(), { maxLength: 300 }),
    fc.array(tie('item'), { maxLength: 5 }),
    fc.dictionary(text, tie('item'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).item;

/** The parser of AWS's JavaScript clients gives bytes of another class. */
const plain = (value: unknown): unknown =>
  value instanceof Uint8Array
    ? Buffer.from(value)
    : Array.isArray(value)
      ? value.map(plain)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
        : value;

test('what the JavaScript SDK writes is read, and what is written here it reads', () => {
  fc.assert(
    fc.property(anything, (value) => {
      // It assigns members by name, `__proto__` too.
      fc.pre(!JSON.stringify(value).includes('__proto__'));
      expect(plain(readCbor(cbor.serialize(value)))).toEqual(plain(value));
      const shape = around(blob());
      const bytes = Buffer.from(JSON.stringify(value));
      expect(plain(cbor.deserialize(encodeCbor(shape, { It: bytes }, 'seconds')))).toEqual({
        It: bytes,
      });
      const writer = new CborWriter();
      writer.json(JSON.parse(JSON.stringify(value)));
      expect(plain(cbor.deserialize(writer.finish()))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

const read = (hex: string) => readCbor(Buffer.from(hex, 'hex'));

// From the examples of RFC 8949, appendix A.
test.each([
  ['1b000000e8d4a51000', 1_000_000_000_000],
  ['3903e7', -1000],
  ['f93c00', 1],
  ['f97bff', 65_504],
  ['f90001', 2 ** -24],
  ['f9fc00', Number.NEGATIVE_INFINITY],
  ['fa47c35000', 100_000],
  ['fbc010666666666666', -4.1],
  ['f6', null],
  ['f7', null],
  ['f5', true],
  ['c11a514b67b0', new CborTime(1_363_896_240, true)],
  ['c1fb41d452d9ec200000', new CborTime(1_363_896_240.5, false)],
  ['d818456449455446', Buffer.from('dIETF')],
  ['5f42010243030405ff', Buffer.from([1, 2, 3, 4, 5])],
  ['7f657374726561646d696e67ff', 'streaming'],
  ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
  ['bf6346756ef563416d7421ff', { Fun: true, Amt: -2 }],
])('%s is read', (hex, value) => {
  expect(read(hex)).toEqual(value);
});

test.each([
  ['nothing', ''],
  ['more than one value', '0101'],
  ['a string that is cut off', '4401'],
  ['a string of more bytes than there can be', '5bffffffffffffffff00'],
  ['a list of more items than there are', '9bffffffffffffffff00'],
  ['a map without an end', 'bf6161'],
  ['a name that is no text', 'a10102'],
  ['a piece of another kind', '5f6161ff'],
  ['a piece within a piece', '5f5f4101ffff'],
  ['text that is not UTF-8', '61ff'],
  ['a break where none can be', 'ff'],
  ['a reserved length', '1c'],
  ['an unknown simple value', 'e0'],
  ['a tag without a value', 'c1'],
])('%s is refused', (_what, hex) => {
  expect(() => read(hex)).toThrow(CborError);
});

const repeated = (hex: string, times: number) => Buffer.alloc(times, Buffer.from(hex, 'hex'));

test.each([
  ['lists within lists, without an end', () => repeated('81', 1_000_000)],
  ['tags within tags', () => repeated('c1', 1_000_000)],
  ['more items than any request has', () => repeated('f6', 2 ** 21), '9a00200000'],
  ['more pieces than any request has', () => repeated('40', 2 ** 21), '5f'],
])('%s are refused', (_what, bytes, before = '') => {
  expect(() => readCbor(Buffer.concat([Buffer.from(before, 'hex'), bytes()]))).toThrow(CborError);
});

test('whatever the bytes are, they are read or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      try {
        readCbor(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(CborError);
      }
    }),
    { numRuns: 2000 },
  );
});

const SHAPE = structure({ At: timestamp(), Data: blob(), Names: list(string()), Count: integer() });
const wire = (value: object) => {
  const bytes = cbor.serialize(value);
  return (times: CborTimes) => decodeCbor(SHAPE, bytes, times) as { At: number };
};

test('times are read in the units that clients send', () => {
  expect(
    decodeCbor(SHAPE, Buffer.from('a1624174c11b0000018bcfe5687b', 'hex'), 'milliseconds'),
  ).toEqual({ At: 1_700_000_000_123 });
  expect(wire({ At: 1_700_000_000.123 })('milliseconds').At).toBe(1_700_000_000_123);
  expect(wire({ At: 1_700_000_000_123 })('milliseconds').At).toBe(1_700_000_000_123);
  expect(wire({ At: 1_700_000_000 })('seconds').At).toBe(1_700_000_000_000);
});

test('times are written as whole milliseconds or as seconds', () => {
  const hex = (times: CborTimes) =>
    Buffer.from(encodeCbor(SHAPE, { At: 1_700_000_000_123 }, times)).toString('hex');
  expect(hex('milliseconds')).toBe('a1624174c11b0000018bcfe5687b');
  expect(hex('seconds')).toMatch(/^a1624174c1fb/);
});

test.each([
  [{ Data: 'dGV4dA==' }],
  [{ Count: 'one' }],
  [{ Count: Number.NaN }],
  [{ Names: 'one' }],
  [{ Names: [1] }],
  [{ At: 'today' }],
])('%j does not fit its shape', (value) => {
  expect(() => wire(value)('milliseconds')).toThrow(
    expect.objectContaining({ code: 'SerializationException' }),
  );
});

test('what is null is absent, and what is unknown is passed over', () => {
  expect(wire({ Count: null, Other: { deep: [1] }, Names: [null] })('seconds')).toEqual({
    Names: [null],
  });
});
