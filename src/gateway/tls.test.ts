import { once } from 'node:events';
import { connect as connectHttp2, constants } from 'node:http2';
import { request } from 'node:https';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../clock/system-clock.ts';
import { systemRandom } from '../random/random.ts';
import { type Certificate, makeCertificate } from './certificate.ts';
import { startFakes } from './fake-services.suite.ts';
import { goodCall, openSocket, readToEnd, send } from './raw-client.suite.ts';

let fakes: Awaited<ReturnType<typeof startFakes>>;
let certificate: Certificate;
let port: number;
beforeAll(async () => {
  const names = ['localhost', '127.0.0.1', '::1'];
  certificate = makeCertificate(names, { random: systemRandom, nowMs: systemClock.now() });
  fakes = await startFakes({ limits: { headersTimeoutMs: 300 } }, { port: 0, ...certificate });
  port = fakes.tlsPort ?? 0;
});
afterAll(() => fakes.gateway.close(1000));

/** One request with TLS; answers its status. */
async function status(options: object): Promise<number | undefined> {
  const { headers, body } = goodCall;
  const call = request({
    host: '127.0.0.1',
    port,
    method: 'POST',
    headers,
    agent: false,
    ...options,
  });
  call.end(body);
  const [response] = await once(call, 'response');
  response.resume();
  return response.statusCode;
}

test('HTTP/1.1 is spoken with TLS', async () => {
  expect(await status({ ca: certificate.ca })).toBe(200);
  expect(await status({ ca: certificate.ca, host: 'localhost' })).toBe(200);
  expect(fakes.seen.contexts.at(-1)?.endpoint).toBe(`https://localhost:${port}`);
});

test('who does not trust the authority gets no answer', async () => {
  await expect(status({})).rejects.toThrow(/unable to verify|self.signed/);
});

test('HTTP/2 is agreed on with TLS', async () => {
  const session = connectHttp2(`https://localhost:${port}`, { ca: certificate.ca });
  const stream = session.request({ ':method': 'POST', ':path': '/', ...goodCall.headers });
  stream.end(goodCall.body);
  const [headers] = await once(stream, 'response');
  expect(headers[constants.HTTP2_HEADER_STATUS]).toBe(200);
  expect(session.alpnProtocol).toBe('h2');
  session.destroy();
});

test('a client of HTTP/2 that ends its side is not left waiting', async () => {
  const tls = { ca: certificate.ca, ALPNProtocols: ['h2'], allowHalfOpen: true };
  const client = connectTls({ port, host: '127.0.0.1', ...tls });
  const emptySettings = Buffer.of(0, 0, 0, 4, 0, 0, 0, 0, 0);
  client.write(Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), emptySettings]));
  await once(client, 'data');
  client.end();
  client.resume();
  await once(client, 'end');
  client.destroy();
}, 5000);

test('a page of the endpoint itself may ask it', async () => {
  const origin = {
    ca: certificate.ca,
    headers: { ...goodCall.headers, origin: `https://127.0.0.1:${port}` },
  };
  expect(await status(origin)).toBe(200);
  const other = {
    ca: certificate.ca,
    headers: { ...goodCall.headers, origin: `http://127.0.0.1:${port}` },
  };
  expect(await status(other)).toBe(403);
});

test('who speaks no TLS, or nothing, is hung up on, and harms nobody', async () => {
  await expect(send(port, goodCall)).rejects.toThrow();
  const silent = await openSocket(port);
  expect(await readToEnd(silent)).toBe('');
  const quiet = connectTls({ port, host: '127.0.0.1', ca: certificate.ca });
  quiet.on('error', () => {});
  await once(quiet, 'secureConnect');
  quiet.resume();
  await once(quiet, 'close');
  expect(await status({ ca: certificate.ca })).toBe(200);
});

test('closing ends connections with TLS too', async () => {
  const other = await startFakes({}, { port: 0, ...certificate });
  const idle = connectTls({ port: other.tlsPort ?? 0, host: '127.0.0.1', ca: certificate.ca });
  idle.on('error', () => {});
  await once(idle, 'secureConnect');
  const half = await openSocket(other.tlsPort ?? 0);
  const ended = Promise.all([once(idle, 'close'), once(half, 'close')]);
  idle.resume();
  half.resume();
  await other.gateway.close(1000);
  await ended;
});
