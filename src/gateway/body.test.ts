import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readBody } from './body.ts';

/** Reads a body that comes in two pieces; answers it, and the memory that was asked for. */
async function read(body: Buffer, headers: IncomingMessage['headers'] = {}) {
  const pieces = [body.subarray(0, 5), body.subarray(5)];
  const request = Object.assign(Readable.from(pieces), { headers, httpVersionMajor: 1 });
  const lent: number[] = [];
  const memory = (bytes: number) => {
    lent.push(bytes);
    return Buffer.alloc(bytes);
  };
  const limits = { maxBodyBytes: 1000, requestTimeoutMs: 1000, memory };
  const given = request as unknown as IncomingMessage;
  return { text: String(await readBody(given, {} as ServerResponse, limits)), lent };
}

test('the pieces of a body are put together in the memory that is lent for it', async () => {
  expect(await read(Buffer.from('{"a": "body"}'))).toEqual({ text: '{"a": "body"}', lent: [13] });
});

test('what is inflated is not, as the memory may be taken back meanwhile', async () => {
  const body = gzipSync('{"a": "body"}');
  const found = await read(body, { 'content-encoding': 'gzip' });
  expect(found).toEqual({ text: '{"a": "body"}', lent: [] });
});
