import { expect, test } from 'vitest';
import { AwsError } from '../aws/aws-error.ts';
import { decodeQuery, encodeQuery, encodeQueryError, parseForm } from './query.ts';
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

test.each<[Shape, string, unknown]>([
  [string(), 'A=x%20y%2B', 'x y+'],
  [string(), 'A=', ''],
  [integer(), 'A=-12', -12],
  [double(), 'A=1.5e3', 1500],
  [boolean(), 'A=true', true],
  [blob(), 'A=YQ%3D%3D', Buffer.from('a')],
  [timestamp(), 'A=2026-01-02T03:04:05Z', Date.UTC(2026, 0, 2, 3, 4, 5)],
  [timestamp(), 'A=1.5', 1500],
  [list(string()), 'A.1=a&A.2=b', ['a', 'b']],
  [list(string()), 'A.member.10=b&A.member.9=a', ['a', 'b']],
  [list(string()), 'A=', []],
  [list(structure({ Id: string() })), 'A.1.Id=a&A.2.Id=b', [{ Id: 'a' }, { Id: 'b' }]],
  [map(string()), 'A.entry.1.key=k&A.entry.1.value=v', { k: 'v' }],
  [map(string()), 'A.1.Name=k&A.1.Value=v', { k: 'v' }],
  [structure({ B: structure({ C: integer() }) }), 'A.B.C=1', { B: { C: 1 } }],
  [structure({ B: string() }), 'A.__proto__.x=1&A.B=b&Other=2', { B: 'b' }],
])('%j is read from %s', (shape, form, value) => {
  expect(decodeQuery(structure({ A: shape }), parseForm(form))).toEqual({ A: value });
});

test('a text that does not fit is refused', () => {
  const shape = structure({ A: integer() });
  for (const text of ['', '1.5', '1e3', 'x', '99999999999999999999'])
    expect(() => decodeQuery(shape, parseForm(`A=${text}`)), text).toThrow(
      expect.objectContaining({ code: 'MalformedInput' }),
    );
});

test('a form has bounds', () => {
  expect(() => parseForm('a&'.repeat(10_001))).toThrow('10000 parameters');
  const deep = `${'A.'.repeat(100_000)}A=1`;
  expect(decodeQuery(structure({ A: string() }), parseForm(deep))).toEqual({ A: '' });
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
