import { expect, test } from 'vitest';
import { undoAwsChunked } from './aws-chunked.ts';
import type { WireRequest } from './message.ts';

const request = (body: string, headers: WireRequest['headers'] = {}): WireRequest => ({
  method: 'PUT',
  path: '/bucket/key',
  query: new URLSearchParams(),
  headers,
  body: Buffer.from(body),
});
const chunked = { 'content-encoding': 'aws-chunked', 'x-amz-decoded-content-length': '11' };
const undo = (body: string, headers: WireRequest['headers'] = chunked) => {
  const undone = undoAwsChunked(request(body, headers));
  return { ...undone, body: Buffer.from(undone.body).toString() };
};

test('a body in one piece stays as it is', () => {
  const plain = request('5\r\nhello\r\n0\r\n\r\n', { 'content-encoding': 'gzip' });
  expect(undoAwsChunked(plain)).toBe(plain);
});

test('pieces are put together, and the checksum behind them becomes a header', () => {
  const body = '5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n';
  const undone = undo(body, {
    ...chunked,
    'content-encoding': 'gzip, aws-chunked',
    'x-amz-trailer': 'x-amz-checksum-crc32',
  });
  expect(undone.body).toBe('hello world');
  expect(undone.headers).toMatchObject({
    'x-amz-checksum-crc32': 'DUoRhQ==',
    'content-encoding': 'gzip',
  });
});

test('signed pieces are known by the hash that was signed', () => {
  const undone = undo('b;chunk-signature=ab\r\nhello world\r\n0;chunk-signature=cd\r\n\r\n', {
    'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  });
  expect(undone.body).toBe('hello world');
  expect(undone.headers['content-encoding']).toBeUndefined();
});

test('the signature of trailers is none of them', () => {
  const trailers = 'x-amz-checksum-crc32:DUoRhQ==\r\nx-amz-trailer-signature:ab\r\n\r\n';
  const { headers } = undo(`b\r\nhello world\r\n0\r\n${trailers}`, {
    ...chunked,
    'x-amz-trailer': 'X-Amz-Checksum-CRC32',
  });
  expect(headers).toMatchObject({ 'x-amz-checksum-crc32': 'DUoRhQ==' });
  expect(headers).not.toHaveProperty('x-amz-trailer-signature');
});

const CRC32 = 'x-amz-checksum-crc32';

test.each([
  ['what nobody announced', undefined, `${CRC32}:DUoRhQ==`],
  ['another checksum', CRC32, 'x-amz-checksum-sha1:DUoRhQ=='],
  ['nothing', CRC32, ''],
  ['one too many', CRC32, `${CRC32}:DUoRhQ==\r\nx-amz-checksum-sha1:DUoRhQ==`],
  ['the same twice', `${CRC32},${CRC32}`, `${CRC32}:DUoRhQ==\r\n${CRC32}:AAAAAA==`],
  ['what is no checksum', 'x-amz-acl', 'x-amz-acl:public-read'],
  ['no header', CRC32, 'DUoRhQ=='],
])('a body that is followed by %s is refused', (_what, announced, trailers) => {
  const headers = { ...chunked, 'x-amz-trailer': announced };
  expect(() => undo(`b\r\nhello world\r\n0\r\n${trailers}\r\n\r\n`, headers)).toThrow(
    expect.objectContaining({ code: 'MalformedTrailerError', status: 400 }),
  );
});

test.each([
  '',
  'hello world',
  '5\r\nhel',
  '5\r\nhello\r\n',
  '-1\r\nhello\r\n0\r\n\r\n',
  'ffffffffff\r\n',
  'ffffffff\r\n',
  '5\r\nhello\r\n0\r\n\r\n',
  `${'0'.repeat(2000)}\r\n\r\n`,
])('%j is refused (%#)', (body) => {
  expect(() => undo(body)).toThrow(expect.objectContaining({ code: 'IncompleteBody' }));
});
