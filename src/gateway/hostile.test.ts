import { once } from 'node:events';
import { connect as connectHttp2, constants } from 'node:http2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Random, seededRandom } from '../random/random.ts';
import { startFakes } from './fake-services.suite.ts';
import { goodCall, jsonCall, openSocket, readToEnd, send } from './raw-client.suite.ts';

type Fakes = Awaited<ReturnType<typeof startFakes>>;

let fakes: Fakes;
const warnings: string[] = [];
beforeAll(async () => {
  fakes = await startFakes({
    limits: { maxBodyBytes: 100_000, headersTimeoutMs: 300, requestTimeoutMs: 600 },
  });
  fakes.events.on('warning', ({ message }) => warnings.push(message));
});
afterAll(() => fakes.gateway.close(1000));

const isAlive = async () => {
  expect((await send(fakes.port, goodCall)).status).toBe(200);
  expect(warnings).toEqual([]);
};

/** A good request as bytes. */
const goodBytes = (() => {
  const head = Object.entries(goodCall.headers).map(([name, value]) => `${name}: ${value}`);
  const length = `content-length: ${Buffer.byteLength(goodCall.body)}`;
  const lines = ['POST / HTTP/1.1', 'host: localhost', 'connection: close', length, ...head];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${goodCall.body}`);
})();

const bytes = (random: Random, most: number) =>
  Buffer.from(random.hex(2 * Math.floor(random.fraction() * most)), 'hex');

/** Ways to be wrong. Each gives what a hostile client sends before it stops sending. */
const WAYS: readonly ((random: Random) => Buffer)[] = [
  (random) => bytes(random, 200),
  (random) => goodBytes.subarray(0, Math.floor(random.fraction() * goodBytes.length)),
  (random) => {
    const changed = Buffer.from(goodBytes);
    for (let change = 0; change < 5; change++)
      changed[Math.floor(random.fraction() * changed.length)] = Math.floor(random.fraction() * 256);
    return changed;
  },
  (random) => Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), bytes(random, 300)]),
  (random) => Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n').subarray(0, random.fraction() * 24),
  (random) => Buffer.concat([goodBytes, bytes(random, 50)]),
];

test('garbage and requests cut short harm nobody else', async () => {
  const random = seededRandom(20_260_102);
  for (let round = 0; round < 300; round++) {
    const way = WAYS[round % WAYS.length]!;
    const socket = await openSocket(fakes.port);
    const sent = way(random);
    if (round % 2 === 0) {
      socket.write(sent, () => socket.destroy());
      await once(socket, 'close');
    } else {
      socket.end(sent);
      await readToEnd(socket);
    }
  }
  await isAlive();
});

test('whatever stands in a good request, it is answered', async () => {
  const random = seededRandom(7);
  const pick = <T>(items: readonly T[]) => items[Math.floor(random.fraction() * items.length)]!;
  const deep = '['.repeat(50_000);
  for (let round = 0; round < 300; round++) {
    const body = pick([
      bytes(random, 300),
      deep,
      `{"Records":${deep}`,
      `{"Unknown":${deep}${']'.repeat(deep.length)}}`,
      '{"__proto__":{"a":1},"Records":[{"__proto__":null}]}',
      '{"Records":[null,1,"a"]}',
      `{"StreamName":${JSON.stringify(bytes(random, 50).toString('latin1'))}}`,
      `Action=GetCallerIdentity&${'a.'.repeat(20_000)}=1`,
      '&'.repeat(20_000),
      'Action=DecodeAuthorizationMessage&EncodedMessage.member.1=x',
      '',
    ]);
    const headers = pick<Record<string, string>>([
      goodCall.headers,
      jsonCall('AmazonSQS.ReceiveMessage', {}, '1.0').headers,
      { 'content-type': 'application/x-www-form-urlencoded' },
      {},
    ]);
    const path = pick([
      '/',
      '/2015-03-31/functions/a%ZZ/invocations',
      '/%',
      '//',
      '/_',
      '/?Action',
    ]);
    const { status } = await send(fakes.port, { headers, path, body });
    expect(status, `${path} ${body.toString().slice(0, 100)}`).toBeGreaterThanOrEqual(200);
    expect(status, `${path} ${body.toString().slice(0, 100)}`).toBeLessThan(500);
  }
  await isAlive();
});

test('a client that does not say what it wants is hung up on', async () => {
  const silent = await openSocket(fakes.port);
  const slow = await openSocket(fakes.port);
  slow.write('POST / HTTP/1.1\r\nhost: loc');
  const stalled = await openSocket(fakes.port);
  stalled.write(goodBytes.subarray(0, goodBytes.length - 5));
  const [first, second, third] = await Promise.all([silent, slow, stalled].map(readToEnd));
  expect(first).toBe('');
  expect(second).toMatch(/^HTTP\/1.1 408 /);
  expect(third).toMatch(/^(HTTP\/1.1 408 |$)/);
  await isAlive();
});

test('a body of HTTP/2 that stands still ends its stream alone', async () => {
  const session = connectHttp2(fakes.endpoint);
  const stalled = session.request({ ':method': 'POST', ':path': '/', ...goodCall.headers });
  stalled.on('error', () => {}).write('{');
  const other = session.request({ ':method': 'POST', ':path': '/', ...goodCall.headers });
  other.end(goodCall.body);
  const [headers] = await once(other, 'response');
  expect(headers[constants.HTTP2_HEADER_STATUS]).toBe(200);
  await once(stalled, 'close');
  expect(session.closed).toBe(false);
  session.destroy();
  await isAlive();
});

test('heads too large are refused', async () => {
  const headers = { ...goodCall.headers, 'x-large': 'x'.repeat(64 * 1024) };
  // The rest of the head is not read, so the connection may be reset before the answer is seen.
  const seen = await send(fakes.port, { ...goodCall, headers }).then(
    ({ status }) => status,
    (error: NodeJS.ErrnoException) => error.code,
  );
  expect([431, 'ECONNRESET']).toContain(seen);
  await isAlive();
});

test('a line break in a value cannot add a header', async () => {
  const path = '/2015-03-31/functions/a%0d%0ax-evil:1/invocations';
  const { headers } = await send(fakes.port, { path, body: '{}' });
  expect(headers).not.toHaveProperty('x-evil');
  await isAlive();
});

test('connections beyond the bound are not taken, and those taken go on', async () => {
  const few = await startFakes({ limits: { maxConnections: 2 } });
  const first = await openSocket(few.port);
  const second = await openSocket(few.port);
  const third = await openSocket(few.port);
  expect(await readToEnd(third)).toBe('');
  first.destroy();
  second.write(goodBytes);
  expect(await readToEnd(second)).toMatch(/^HTTP\/1.1 200 /);
  await few.gateway.close(1000);
});
