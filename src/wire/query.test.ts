import { expect, test } from 'vitest';
import { AwsError } from '../aws/aws-error.ts';
import { decodeQuery, encodeQuery, encodeQueryError, parseForm } from './query.ts';
import {
  blob,
  boolean,
  double,
  emptyResult,
  integer,
  list,
  map,
  type Shape,
  type StructureShape,
  string,
  structure,
  timestamp,
} from './shape.ts';

const read = (shape: StructureShape, form: string, path = '/') =>
  decodeQuery(shape, { parameters: parseForm(form), path });
const pairs = map(string(), { flattened: true, as: 'Pair', keyAs: 'Name', valueAs: 'Value' });

test.each<[Shape, string, unknown]>([
  [string(), 'A=x%20y%2B', 'x y+'],
  [string(), 'A=', ''],
  [integer(), 'A=-12', -12],
  [double(), 'A=1.5e3', 1500],
  [boolean(), 'A=true', true],
  [blob(), 'A=YQ%3D%3D', Buffer.from('a')],
  [timestamp(), 'A=2026-01-02T03:04:05Z', Date.UTC(2026, 0, 2, 3, 4, 5)],
  [timestamp(), 'A=1.5', 1500],
  [list(string()), 'A.member.10=b&A.member.9=a', ['a', 'b']],
  [list(string()), 'A=', []],
  [
    list(structure({ Id: string() })),
    'A.member.1.Id=a&A.member.2.Id=b',
    [{ Id: 'a' }, { Id: 'b' }],
  ],
  [map(string()), 'A.entry.1.key=k&A.entry.1.value=v', { k: 'v' }],
  [list(string(), { flattened: true }), 'A.10=b&A.9=a', ['a', 'b']],
  [list(string(), { flattened: true, as: 'One' }), 'One.1=a', ['a']],
  [list(string(), { flattened: true, as: 'One' }), 'One=a', ['a']],
  [list(string(), { flattened: true, as: 'One' }), 'One=', []],
  [
    list(structure({ Id: string() }), { flattened: true }),
    'A.2.Id=b&A.1.Id=a',
    [{ Id: 'a' }, { Id: 'b' }],
  ],
  [map(string(), { flattened: true }), 'A.1.key=k&A.1.value=v', { k: 'v' }],
  [pairs, 'Pair.1.Name=k&Pair.1.Value=v&Pair.2.Name=l&Pair.2.Value=', { k: 'v', l: '' }],
  [pairs, 'Pair.Name=k&Pair.Value=v', { k: 'v' }],
  [pairs, 'Pair.1.Name=k', { k: null }],
  [structure({ B: structure({ C: integer() }) }), 'A.B.C=1', { B: { C: 1 } }],
  [structure({ B: string() }), 'A.__proto__.x=1&A.B=b&Other=2', { B: 'b' }],
])('%j is read from %s', (shape, form, value) => {
  expect(read(structure({ A: shape }), form)).toEqual({ A: value });
});

test('a text that does not fit is refused', () => {
  const shape = structure({ A: integer() });
  for (const text of ['', '1.5', '1e3', 'x', '99999999999999999999'])
    expect(() => read(shape, `A=${text}`), text).toThrow(
      expect.objectContaining({ code: 'MalformedInput' }),
    );
});

test('a form has bounds', () => {
  expect(() => parseForm('a&'.repeat(10_001))).toThrow('10000 parameters');
  const deep = `${'A.'.repeat(100_000)}A=1`;
  expect(read(structure({ A: string() }), deep)).toEqual({ A: '' });
});

test.each([
  ['', '/1/orders', { Url: '/1/orders' }],
  ['', '/1/orders/', { Url: '/1/orders' }],
  ['', '/', {}],
  ['Url=http%3A%2F%2Fa%2F1%2Fother', '/1/orders', { Url: 'http://a/1/other' }],
])('the path may stand for a text: %j sent to %s', (form, path, value) => {
  const shape = structure({ Url: string({ orPath: true }), A: string() });
  expect(read(shape, form, path)).toEqual(value);
});

const envelope = { operation: 'Do', xmlNamespace: 'https://x/', requestId: 'id' };

test('an output is XML, in the order of its shape, escaped', () => {
  const shape = structure({
    Text: string(),
    At: timestamp(),
    Items: list(structure({ A: string() })),
    Tags: map(string()),
    Data: blob(),
    Gone: string(),
  });
  const output = {
    Tags: { '<k>': 'v' },
    Text: `<&>"'\r\u0000\ud800é😀`,
    At: 1_700_000_000_000,
    Items: [{ A: '1' }, {}],
    Data: Buffer.from('a'),
  };
  expect(encodeQuery(shape, output, envelope)).toEqual({
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body:
      '<DoResponse xmlns="https://x/"><DoResult>' +
      '<Text>&lt;&amp;&gt;&quot;&apos;&#xD;\ufffd\ufffdé😀</Text><At>2023-11-14T22:13:20Z</At>' +
      '<Items><member><A>1</A></member><member></member></Items>' +
      '<Tags><entry><key>&lt;k&gt;</key><value>v</value></entry></Tags><Data>YQ==</Data>' +
      '</DoResult><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></DoResponse>',
  });
});

test('flattened lists and maps stand side by side', () => {
  const item = structure({ Id: string(), Pairs: pairs });
  const shape = structure({
    Items: list(item, { flattened: true, as: 'Item' }),
    Names: list(string(), { flattened: true }),
    Tags: map(integer(), { flattened: true }),
  });
  const output = {
    Items: [{ Id: 'a', Pairs: { k: '<', l: '' } }, { Id: 'b' }],
    Names: ['x', 'y'],
    Tags: { n: 1 },
  };
  expect(encodeQuery(shape, output, envelope).body).toContain(
    '<DoResult><Item><Id>a</Id><Pair><Name>k</Name><Value>&lt;</Value></Pair>' +
      '<Pair><Name>l</Name><Value></Value></Pair></Item><Item><Id>b</Id></Item>' +
      '<Names>x</Names><Names>y</Names><Tags><key>n</key><value>1</value></Tags></DoResult>',
  );
  expect(encodeQuery(shape, {}, envelope).body).toContain('<DoResult></DoResult>');
});

test('an operation that has no output answers no result', () => {
  expect(encodeQuery(emptyResult, {}, envelope).body).toContain('<DoResult></DoResult>');
  expect(encodeQuery(structure({}), {}, envelope).body).toBe(
    '<DoResponse xmlns="https://x/"><ResponseMetadata><RequestId>id</RequestId>' +
      '</ResponseMetadata></DoResponse>',
  );
});

test('an error may have a text of its own here', () => {
  const errorTexts = { 'AWS.NonExistentQueue': 'an older text' };
  const error = new AwsError('QueueDoesNotExist', 'text', { queryCode: 'AWS.NonExistentQueue' });
  const { body } = encodeQueryError(error, { ...envelope, errorTexts });
  expect(body).toContain('<Message>an older text</Message>');
  const other = encodeQueryError(new AwsError('Other', 'text'), { ...envelope, errorTexts });
  expect(other.body).toContain('<Message>text</Message>');
});

test('an error is XML with its older code', () => {
  const error = new AwsError('QueueDoesNotExist', 'a<b', { queryCode: 'AWS.NonExistentQueue' });
  expect(encodeQueryError(error, envelope)).toEqual({
    status: 400,
    headers: { 'content-type': 'text/xml' },
    body:
      '<ErrorResponse xmlns="https://x/"><Error><Type>Sender</Type>' +
      '<Code>AWS.NonExistentQueue</Code><Message>a&lt;b</Message></Error>' +
      '<RequestId>id</RequestId></ErrorResponse>',
  });
});
