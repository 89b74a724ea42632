import { once } from 'node:events';
import { connect as connectHttp2, constants } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFakes } from './fake-services.suite.ts';
import { goodCall, openSocket, readToEnd } from './raw-client.suite.ts';

/** More than the machine holds for a connection whose other side does not read. */
const LARGE = 'x'.repeat(64 * 1024 * 1024);

let fakes: Awaited<ReturnType<typeof startFakes>>;
beforeAll(async () => {
  const large = {
    method: 'GET',
    path: '/_sluicebox/large',
    handle: () => ({ body: LARGE }),
  };
  const limits = { idleTimeoutMs: 300, maxHeaderBytes: 4096 };
  fakes = await startFakes({ extra: [large], limits });
});
afterAll(() => fakes.gateway.close(1000));

const headLines = (headers: Record<string, string>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
const head = (more: Record<string, string>) =>
  `POST / HTTP/1.1\r\nhost: localhost\r\n${headLines({ ...goodCall.headers, ...more })}\r\n`;
const whole = (more: Record<string, string> = {}) =>
  head({ 'content-length': `${goodCall.body.length}`, ...more }) + goodCall.body;

/** Sends the parts one by one, and answers everything that comes until the connection is closed. */
async function answersTo(...parts: readonly (string | Uint8Array)[]): Promise<string> {
  const socket = await openSocket(fakes.port);
  const answers = readToEnd(socket);
  for (const part of parts) {
    socket.write(part);
    await new Promise(setImmediate);
  }
  return answers;
}

const statuses = (answers: string) =>
  [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));

const chunk = (bytes: string | Uint8Array) =>
  Buffer.concat([
    Buffer.from(`${bytes.length.toString(16)}\r\n`),
    Buffer.from(bytes),
    Buffer.from('\r\n'),
  ]);
const CHUNKED = { 'transfer-encoding': 'chunked', connection: 'close' };

test('a body may come in chunks, however they are cut, with trailers', async () => {
  const { body } = goodCall;
  const pieces = [chunk(body.slice(0, 3)), chunk(body.slice(3)), '0\r\nx-trailer: a\r\n\r\n'];
  expect(statuses(await answersTo(head(CHUNKED), ...pieces))).toEqual([200]);
  const bytes = Buffer.concat([chunk(body), Buffer.from('0\r\n\r\n')]);
  const single = Array.from(bytes, (byte) => Buffer.of(byte));
  expect(statuses(await answersTo(head(CHUNKED), ...single))).toEqual([200]);
});

test('a body in chunks may be compressed', async () => {
  const packed = gzipSync(goodCall.body);
  const coding = { ...CHUNKED, 'content-encoding': 'gzip' };
  const answers = await answersTo(head(coding), chunk(packed), '0\r\n\r\n');
  expect(statuses(answers)).toEqual([200]);
});

test.each([
  ['a size that is none', head(CHUNKED), 'zz\r\nabc\r\n0\r\n\r\n'],
  ['a size below zero', head(CHUNKED), '-1\r\nabc\r\n0\r\n\r\n'],
  ['a chunk longer than it says', head(CHUNKED), '1\r\nabc\r\n0\r\n\r\n'],
  ['a length and chunks', head({ ...CHUNKED, 'content-length': '5' }), '0\r\n\r\n'],
  ['two lengths', whole({ 'Content-Length': '3' }), ''],
  ['a length that is none', head({ 'content-length': '-1' }), ''],
  ['a header without a name', `${head({}).slice(0, -2)}: a\r\n\r\n`, ''],
  ['a space before the colon', `${head({}).slice(0, -2)}x : a\r\n\r\n`, ''],
  ['a NUL in a header', head({ x: 'a\u0000b' }), ''],
  ['another protocol', 'GET / GOPHER/1.0\r\n\r\n', ''],
])('%s is refused, and the connection closed', async (_what, first, second) => {
  expect(statuses(await answersTo(first, second))).toEqual([400]);
});

test('another expectation than to go on is refused', async () => {
  const answers = await answersTo(whole({ expect: 'a miracle', connection: 'close' }));
  expect(statuses(answers)).toEqual([417]);
});

test('requests may follow each other without waiting, and are answered in their order', async () => {
  const last = whole({ connection: 'close' }).replace(/x-amz-target: [^\r]*/, 'x-amz-target: none');
  expect(statuses(await answersTo(whole() + whole() + last))).toEqual([200, 200, 400]);
});

test('who says that nothing more comes still gets an answer', async () => {
  const socket = await openSocket(fakes.port);
  socket.end(whole());
  expect(statuses(await readToEnd(socket))).toEqual([200]);
});

test('a connection that nobody uses is closed', async () => {
  expect(statuses(await answersTo(whole()))).toEqual([200]);
  const session = connectHttp2(fakes.endpoint);
  await once(session, 'connect');
  await once(session, 'close');
});

test('who does not read an answer is hung up on, and harms nobody', async () => {
  const socket = await openSocket(fakes.port);
  socket.write('GET /_sluicebox/large HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await new Promise((resolve) => socket.once('readable', resolve));
  const session = connectHttp2(fakes.endpoint);
  const stream = session.request({ ':path': '/_sluicebox/large' });
  await once(
    stream.on('error', () => {}),
    'close',
  );
  expect(stream.rstCode).toBe(constants.NGHTTP2_CANCEL);
  // Meanwhile the first one was hung up on: nothing comes but what had arrived before.
  expect((await readToEnd(socket)).length).toBeLessThan(LARGE.length);
  session.destroy();
  expect(statuses(await answersTo(whole()))).toEqual([200]);
});

test('heads too large are refused by HTTP/2 too', async () => {
  const session = connectHttp2(fakes.endpoint);
  await once(session, 'remoteSettings');
  const stream = session.request({ ':path': '/', 'x-large': 'x'.repeat(8000) });
  const [error] = await once(stream, 'error');
  expect(String(error)).toContain('ENHANCE_YOUR_CALM');
  session.destroy();
});
