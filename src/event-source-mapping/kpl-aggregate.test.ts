import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expandAggregate } from './kpl-aggregate.ts';
import { bytesField, message, numberField, sealed, textField } from './kpl-encode.suite.ts';

const one = { partitionKey: 'a', data: Buffer.from('1') };
const ofHashKey = (explicitHashKey: string) =>
  sealed(message([one, { partitionKey: 'b', explicitHashKey, data: Buffer.from('2') }]));

test('an aggregate as it stands on the wire is expanded', () => {
  // By hand, from the published format: keys "a" and "b", hash key "7", two records.
  const content = Buffer.from(
    '0a0161' + '0a0162' + '120137' + '1a070800' + '1a0378797a' + '1a0708011000' + '1a0131',
    'hex',
  );
  const expanded = expandAggregate(sealed([...content]));
  expect(expanded).toEqual([
    { partitionKey: 'a', data: Buffer.from('xyz') },
    { partitionKey: 'b', explicitHashKey: '7', data: Buffer.from('1') },
  ]);
});

const given = fc.record(
  {
    partitionKey: fc.string({ minLength: 1, maxLength: 256, unit: 'grapheme' }).filter(isKey),
    explicitHashKey: fc.bigInt(0n, 2n ** 128n - 1n).map(String),
    data: fc.uint8Array({ maxLength: 300 }),
  },
  { requiredKeys: ['partitionKey', 'data'] },
);

function isKey(text: string): boolean {
  return text.length <= 256 && Buffer.from(text).toString() === text;
}

test('whatever was put into an aggregate comes out, in order', () => {
  fc.assert(
    fc.property(fc.array(given, { minLength: 1, maxLength: 40 }), (records) => {
      const expanded = expandAggregate(sealed(message(records)))!;
      expect(expanded.map(({ data, ...rest }) => ({ ...rest, data: [...data] }))).toEqual(
        records.map(({ data, ...rest }) => ({ ...rest, data: [...data] })),
      );
    }),
    { numRuns: 60 },
  );
});

test('whatever is damaged or made up is passed on as it is, and never fails (rule 2.5.3)', () => {
  const { data } = ofHashKey('7');
  fc.assert(
    fc.property(fc.nat(data.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const damaged = Buffer.from(data);
      damaged[at] = damaged[at]! ^ change;
      expect(expandAggregate({ partitionKey: 'outer', data: damaged })).toBeUndefined();
      expect(expandAggregate({ partitionKey: 'outer', data: data.subarray(0, at) })).toBe(
        undefined,
      );
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (content) => {
      expandAggregate(sealed([...content]));
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['empty', []],
  ['without records', textField(1, 'a')],
  ['a record without data', [...textField(1, 'a'), ...bytesField(3, numberField(1, 0))]],
  ['a record without a key', bytesField(3, textField(3, 'x'))],
  [
    'a key that the table has not',
    [...textField(1, 'a'), ...bytesField(3, [...numberField(1, 1), ...textField(3, 'x')])],
  ],
  [
    'a key of more than 256 characters',
    message([{ partitionKey: 'x'.repeat(257), data: Buffer.from('x') }]),
  ],
  ['a length that leads past the end', [0x0a, 0x7f, 0x61]],
  ['a number without end', Array.from({ length: 30 }, () => 0xff)],
  ['a group', [0x0b, 0x0c]],
  [
    'an explicit hash key that is none',
    message([{ partitionKey: 'a', explicitHashKey: '0x7', data: Buffer.from('x') }]),
  ],
])('a message with a right checksum that is wrong is passed on: %s', (_why, content) => {
  expect(expandAggregate(sealed(content))).toBeUndefined();
});

test('unknown fields and tags are passed over, and tables may stand last', () => {
  const tags = bytesField(4, textField(1, 'tag'));
  const record = bytesField(3, [...numberField(1, 0), ...textField(3, 'x'), ...tags]);
  const fixed = [0x39, ...Array(8).fill(1), 0x3d, ...Array(4).fill(1)];
  expect(expandAggregate(sealed([...record, ...fixed, ...textField(1, 'a')]))).toEqual([
    { partitionKey: 'a', data: Buffer.from('x') },
  ]);
});

test('an aggregate with a hash key outside the shard is passed on (rule 2.5.3)', () => {
  const shard = { starting: '100', ending: '200' };
  for (const hashKey of ['100', '200']) {
    expect(expandAggregate(ofHashKey(hashKey), shard)).toHaveLength(2);
  }
  for (const hashKey of ['99', '201']) {
    expect(expandAggregate(ofHashKey(hashKey), shard)).toBeUndefined();
    expect(expandAggregate(ofHashKey(hashKey))).toHaveLength(2);
  }
});
