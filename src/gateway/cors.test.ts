import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFakes } from './fake-services.suite.ts';
import { goodCall, send } from './raw-client.suite.ts';

const ORIGIN = 'https://app.example:8443';

let fakes: Awaited<ReturnType<typeof startFakes>>;
beforeAll(async () => {
  fakes = await startFakes({ corsOrigins: [ORIGIN, 'http://localhost:3000'] });
});
afterAll(() => fakes.gateway.close(1000));

const from = (origin: string, more: Record<string, string> = {}) => ({
  ...goodCall,
  headers: { ...goodCall.headers, origin, 'sec-fetch-site': 'cross-site', ...more },
});
const preflight = (origin: string) => ({
  method: 'OPTIONS',
  headers: {
    ...{ origin, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' },
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'x-amz-target,authorization',
  },
});

test.each([ORIGIN, 'http://localhost:3000'])(
  'a page of %s is answered, and may read it',
  async (origin) => {
    const { status, headers } = await send(fakes.port, from(origin));
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': expect.stringContaining('x-amzn-requestid'),
      'content-type': 'application/x-amz-json-1.1',
      vary: 'origin',
    });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  },
);

test('errors are told to such a page too, and our own routes answer it', async () => {
  const wrong = await send(fakes.port, { ...from(ORIGIN), body: '{' });
  expect([wrong.status, wrong.headers['access-control-allow-origin']]).toEqual([400, ORIGIN]);
  const health = { method: 'GET', path: '/_sluicebox/health', headers: { origin: ORIGIN } };
  expect((await send(fakes.port, health)).headers['access-control-allow-origin']).toBe(ORIGIN);
});

test('a preflight of such a page is answered', async () => {
  expect(await send(fakes.port, preflight(ORIGIN))).toMatchObject({
    status: 204,
    headers: {
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': expect.stringContaining('POST'),
      'access-control-allow-headers': 'x-amz-target,authorization',
    },
  });
});

test.each(['https://app.example', 'http://app.example:8443', 'null', 'https://evil.example'])(
  'a page of %s is refused, and so is its preflight',
  async (origin) => {
    for (const request of [from(origin), preflight(origin)]) {
      const { status, headers } = await send(fakes.port, request);
      expect(status).toBe(403);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
  },
);

test('a foreign Host is refused whatever the page is', async () => {
  const { status } = await send(fakes.port, from(ORIGIN, { host: 'rebound.example' }));
  expect(status).toBe(403);
});

test('other requests from other sites are refused, though the page may ask', async () => {
  const headers = { 'sec-fetch-site': 'cross-site', referer: `${ORIGIN}/` };
  expect((await send(fakes.port, { method: 'GET', path: '/bucket/key', headers })).status).toBe(
    403,
  );
});

test('a page is answered by HTTP/2 too', async () => {
  const session = connectHttp2(fakes.endpoint);
  const headers = { ...goodCall.headers, origin: ORIGIN };
  const stream = session.request({ ':method': 'POST', ':path': '/', ...headers });
  stream.end(goodCall.body);
  const [answer] = await once(stream, 'response');
  expect(answer).toMatchObject({ ':status': 200, 'access-control-allow-origin': ORIGIN });
  session.destroy();
});
