import { expect, test } from 'vitest';
import { AwsError } from '../aws/aws-error.ts';
import type { WireRequest } from './message.ts';
import { decodeRestXml, encodeRestXml, encodeRestXmlError } from './rest-xml.ts';
import { blob, integer, list, map, string, structure, timestamp } from './shape.ts';

const request = (change: Partial<WireRequest> = {}): WireRequest => ({
  method: 'PUT',
  path: '/',
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.alloc(0),
  ...change,
});
const envelope = { xmlNamespace: 'http://x/', requestId: 'id' };

const put = structure({
  Key: string({ in: 'path' }),
  Owner: string({ in: 'header', as: 'x-amz-expected-bucket-owner' }),
  Digest: blob({ in: 'header', as: 'x-amz-checksum-crc32' }),
  Since: timestamp({ in: 'header', as: 'If-Modified-Since' }),
  Max: integer({ in: 'query', as: 'max-keys' }),
  Metadata: map(string(), { in: 'headers', as: 'x-amz-meta-' }),
  Body: blob({ in: 'payload' }),
});

test('an input is read from all its places', () => {
  const headers = {
    'x-amz-expected-bucket-owner': '1',
    'x-amz-checksum-crc32': 'YQ==',
    'if-modified-since': 'Thu, 01 Jan 1970 00:16:40 GMT',
    'x-amz-meta-a': 'b',
    'x-amz-date': 'today',
  };
  const query = new URLSearchParams('max-keys=7');
  const body = Buffer.from('bytes');
  expect(decodeRestXml(put, request({ headers, query, body }), { Key: 'k' })).toEqual({
    Key: 'k',
    Owner: '1',
    Digest: Buffer.from('a'),
    Since: 1_000_000,
    Max: 7,
    Metadata: { a: 'b' },
    Body: body,
  });
});

test('a setting that the operation does not have is refused, wherever it stands', () => {
  const expected = expect.objectContaining({
    code: 'NotImplemented',
    status: 501,
    members: { Header: 'x-amz-tagging' },
  });
  const inHeader = request({ headers: { 'x-amz-tagging': 'a=b' } });
  expect(() => decodeRestXml(put, inHeader, {})).toThrow(expected);
  const inQuery = request({ query: new URLSearchParams('X-Amz-Tagging=a&X-Amz-Expires=9') });
  expect(() => decodeRestXml(put, inQuery, {})).toThrow(expected);
});

test('headers that a presigned URL holds count, unless the request has them', () => {
  const query = new URLSearchParams('x-amz-expected-bucket-owner=1&X-Amz-Signature=s');
  expect(decodeRestXml(put, request({ query }), {})).toMatchObject({ Owner: '1' });
  const headers = { 'x-amz-expected-bucket-owner': '2' };
  expect(decodeRestXml(put, request({ query, headers }), {})).toMatchObject({ Owner: '2' });
});

test('a body of XML is read', () => {
  const shape = structure({ Delete: structure({ Quiet: string() }, { in: 'payload' }) });
  const body = Buffer.from('<Delete><Quiet>true</Quiet></Delete>');
  expect(decodeRestXml(shape, request({ body }), {})).toEqual({ Delete: { Quiet: 'true' } });
  expect(decodeRestXml(shape, request(), {})).toEqual({});
});

test('an output is XML with what stands beside it', () => {
  const shape = structure(
    {
      Region: string({ in: 'header', as: 'x-amz-bucket-region' }),
      At: timestamp({ in: 'header', as: 'Last-Modified' }),
      Metadata: map(string(), { in: 'headers', as: 'x-amz-meta-' }),
      Name: string(),
      Contents: list(structure({ Key: string() }), { flattened: true }),
      Buckets: list(structure({ Name: string() }, { as: 'Bucket' })),
    },
    { as: 'Listing' },
  );
  const output = {
    Region: 'r',
    At: 1_000_000,
    Metadata: { a: 'b' },
    Name: 'n',
    Contents: [{ Key: ']]><a>' }, { Key: '&' }],
    Buckets: [{ Name: 'b' }],
  };
  expect(encodeRestXml(shape, output, envelope)).toEqual({
    status: 200,
    headers: {
      'content-type': 'application/xml',
      'last-modified': 'Thu, 01 Jan 1970 00:16:40 GMT',
      'x-amz-bucket-region': 'r',
      'x-amz-meta-a': 'b',
      'x-amz-request-id': 'id',
    },
    body:
      '<?xml version="1.0" encoding="UTF-8"?>\n<Listing xmlns="http://x/"><Name>n</Name>' +
      '<Contents><Key>]]&gt;&lt;a&gt;</Key></Contents><Contents><Key>&amp;</Key></Contents>' +
      '<Buckets><Bucket><Name>b</Name></Bucket></Buckets></Listing>',
  });
});

test('an output that is called as its only member is not wrapped again', () => {
  const shape = structure({ Place: string() }, { as: 'Place' });
  const { body } = encodeRestXml(shape, { Place: 'p' }, envelope);
  expect(body).toContain('\n<Place xmlns="http://x/">p</Place>');
});

test('an object is its bytes, and may do nothing in a browser', () => {
  const shape = structure({ Body: blob({ in: 'payload' }) });
  expect(encodeRestXml(shape, { Body: Buffer.from('b') }, { ...envelope, status: 206 })).toEqual({
    status: 206,
    headers: { 'content-security-policy': 'sandbox', 'x-amz-request-id': 'id' },
    body: Buffer.from('b'),
  });
});

test('an output without a body has none', () => {
  const { body, headers } = encodeRestXml(structure({}), {}, envelope);
  expect([body, headers]).toEqual(['', { 'x-amz-request-id': 'id' }]);
});

test('a text that no header can hold is refused, in an answer and in the query', () => {
  const refused = expect.objectContaining({ code: 'InvalidArgument', status: 400 });
  const shape = structure({ Language: string({ in: 'header', as: 'Content-Language' }) });
  for (const Language of ['\ufffd', 'a\r\nb: c', '\u0000'])
    expect(() => encodeRestXml(shape, { Language }, envelope)).toThrow(refused);
  expect(encodeRestXml(shape, { Language: 'é\t' }, envelope).headers).toMatchObject({
    'content-language': 'é\t',
  });
  const query = new URLSearchParams({ 'x-amz-meta-a': '💥' });
  const request = { method: 'PUT', path: '/b/k', query, headers: {}, body: new Uint8Array() };
  const input = structure({ Metadata: map(string(), { in: 'headers', as: 'x-amz-meta-' }) });
  expect(() => decodeRestXml(input, request, {})).toThrow(refused);
});

test('an error has what S3 tells of it, and its codes', () => {
  const error = new AwsError('NoSuchKey', 'a<b', { status: 404, members: { Key: '<&>' } });
  expect(encodeRestXmlError(error, 'id')).toEqual({
    status: 404,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': 'id' },
    body:
      '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code>' +
      '<Message>a&lt;b</Message><Key>&lt;&amp;&gt;</Key><RequestId>id</RequestId></Error>',
  });
  const { body } = encodeRestXmlError(new AwsError('InternalFailure', 'x'), 'id');
  expect(body).toContain('<Code>InternalError</Code>');
});
