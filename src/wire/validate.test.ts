import { expect, test } from 'vitest';
import {
  blob,
  double,
  integer,
  list,
  map,
  required,
  type StructureShape,
  string,
  structure,
} from './shape.ts';
import { validate, violations } from './validate.ts';

const name = string({ min: 1, max: 128, pattern: '[a-zA-Z0-9_.-]+' });
const input = structure({
  Records: required(
    list(
      structure({
        Data: required(blob({ max: 3 })),
        PartitionKey: required(string({ min: 1, max: 4 })),
      }),
      { min: 1, max: 2 },
    ),
  ),
  StreamName: required(name),
});

const failed = (where: string, constraint: string) =>
  `Value ${where} failed to satisfy constraint: ${constraint}`;
const good = { Data: Buffer.from('abc'), PartitionKey: 'a' };

test.each<[string, unknown, string[]]>([
  ['good', { Records: [good], StreamName: 'a' }, []],
  [
    'empty',
    {},
    [
      failed("null at 'records'", 'Member must not be null'),
      failed("null at 'streamName'", 'Member must not be null'),
    ],
  ],
  [
    'empty inside',
    { Records: [], StreamName: '' },
    [
      failed("'[]' at 'records'", 'Member must have length greater than or equal to 1'),
      failed(
        "'' at 'streamName'",
        'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
      ),
      failed("'' at 'streamName'", 'Member must have length greater than or equal to 1'),
    ],
  ],
  [
    'too long',
    { Records: [good, { Data: Buffer.from('abcd'), PartitionKey: 'abcde' }], StreamName: 'a' },
    [
      failed(
        "'java.nio.HeapByteBuffer[pos=0 lim=4 cap=4]' at 'records.2.member.data'",
        'Member must have length less than or equal to 3',
      ),
      failed(
        "'abcde' at 'records.2.member.partitionKey'",
        'Member must have length less than or equal to 4',
      ),
    ],
  ],
  [
    'too many',
    { Records: [good, good, good], StreamName: 'a' },
    [expect.stringContaining("' at 'records' failed") as string],
  ],
  [
    'null among the records',
    { Records: [good, null], StreamName: 'a' },
    [failed("null at 'records.2.member'", 'Member must not be null')],
  ],
])('an input that is %s is described as AWS does', (_name, value, texts) => {
  expect(violations(input, value)).toEqual(texts);
});

test.each<[StructureShape, unknown, string]>([
  [
    structure({ ShardIteratorType: string({ enum: ['LATEST', 'TRIM_HORIZON'] }) }),
    { ShardIteratorType: 'x' },
    failed(
      "'x' at 'shardIteratorType'",
      'Member must satisfy enum value set: [LATEST, TRIM_HORIZON]',
    ),
  ],
  [
    structure({ Limit: integer({ min: 1, max: 10 }) }),
    { Limit: 0 },
    failed("'0' at 'limit'", 'Member must have value greater than or equal to 1'),
  ],
  [
    structure({ Rate: double({ max: 0.5 }) }),
    { Rate: 0.6 },
    failed("'0.6' at 'rate'", 'Member must have value less than or equal to 0.5'),
  ],
  [
    structure({ TagKeys: list(string({ min: 1, max: 2 })) }),
    { TagKeys: ['a', 'abc'] },
    failed(
      "'[a, abc]' at 'tagKeys'",
      'Member must satisfy constraint: [Member must have length less than or equal to 2, ' +
        'Member must have length greater than or equal to 1]',
    ),
  ],
  [
    structure({ Tags: map(string({ max: 2 }), { max: 2 }) }),
    { Tags: { k: 'abc' } },
    failed(
      "'{k=abc}' at 'tags'",
      'Map value must satisfy constraint: [Member must have length less than or equal to 2]',
    ),
  ],
  [
    structure({ Tags: map(string(), { max: 1 }) }),
    { Tags: { a: '1', b: '2' } },
    failed("'{a=1, b=2}' at 'tags'", 'Member must have length less than or equal to 1'),
  ],
  [
    structure({ UUID: string({ max: 1 }), StreamARN: string() }),
    { UUID: 'ab' },
    failed("'ab' at 'uUID'", 'Member must have length less than or equal to 1'),
  ],
  [
    structure({ Outer: structure({ Inner: required(string()) }) }),
    { Outer: {} },
    failed("null at 'outer.inner'", 'Member must not be null'),
  ],
])('%# breaks one constraint', (shape, value, text) => {
  expect(violations(shape, value)).toEqual([text]);
});

test('the error counts the violations', () => {
  expect(() => validate(input, { Records: [good] })).toThrow(
    "1 validation error detected: Value null at 'streamName' failed",
  );
  expect(() => validate(input, {})).toThrow(/^2 validation errors detected: .*; Value null at/);
  expect(() => validate(input, {})).toThrow(
    expect.objectContaining({ code: 'ValidationException' }),
  );
});

test('no more than ten violations are named, however many there are', () => {
  const Records = Array.from({ length: 500 }, () => ({ Data: Buffer.alloc(9), PartitionKey: '' }));
  expect(violations(input, { Records, StreamName: 'a' })).toHaveLength(10);
});

test('a huge value is not echoed whole', () => {
  const Records = Array.from({ length: 5000 }, () => good);
  const text = violations(input, { Records, StreamName: 'x'.repeat(1_000_000) }).join('; ');
  expect(text.length).toBeLessThan(30_000);
});

test('a pattern must match the whole text, alternatives included', () => {
  const shape = structure({ Key: string({ pattern: '0|([1-9]\\d{0,2})' }) });
  expect(violations(shape, { Key: '12' })).toEqual([]);
  for (const Key of ['01', '0\n', '1234', 'a0', '']) {
    expect(violations(shape, { Key }), Key).toHaveLength(1);
  }
});

test('a service may say of the elements of a list that none may be null', () => {
  const shape = structure({ Architectures: list(string({ enum: ['x86_64', 'arm64'] })) });
  const check = () => validate(shape, { Architectures: ['sparc'] }, { namesNullOfElements: true });
  expect(check).toThrow(
    failed(
      "'[sparc]' at 'architectures'",
      'Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], ' +
        'Member must not be null]',
    ),
  );
});
