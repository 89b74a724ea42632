import { once } from 'node:events';
import { connect as connectHttp2, constants } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import { systemRandom } from '../random/random.ts';
import { startFakes } from './fake-services.suite.ts';
import { Gateway } from './gateway.ts';
import { goodCall, jsonCall, openSocket, readToEnd, send } from './raw-client.suite.ts';

type Fakes = Awaited<ReturnType<typeof startFakes>>;

describe('one gateway', () => {
  let fakes: Fakes;
  beforeAll(async () => {
    fakes = await startFakes({ limits: { maxBodyBytes: 100_000 } });
  });
  afterAll(() => fakes.gateway.close(1000));

  test.each(['/_sluicebox/health', '/_localstack/health', '/health'])(
    '%s names the services',
    async (path) => {
      const { status, body } = await send(fakes.port, { method: 'GET', path });
      expect(status).toBe(200);
      expect(JSON.parse(body)).toEqual({
        services: { kinesis: 'running', sqs: 'running', sts: 'running', lambda: 'running' },
        version: expect.stringMatching(/^\d+\.\d+/),
      });
    },
  );

  test('an answer has the headers that AWS sends', async () => {
    const { status, headers } = await send(fakes.port, goodCall);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.1',
      'content-length': expect.stringMatching(/^\d+$/),
      'x-amzn-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-amz-id-2': expect.any(String),
    });
  });

  test.each([
    ['', '{"__type":"SerializationException"}'],
    ['{', '{"__type":"SerializationException"}'],
    ['null', '{"__type":"SerializationException"}'],
    [
      '[]',
      '{"__type":"SerializationException","Message":"Start of list found where not expected"}',
    ],
  ])('the body %j is answered as on AWS', async (body, answer) => {
    const call = jsonCall('Kinesis_20131202.PutRecords', body);
    expect(await send(fakes.port, call)).toMatchObject({ status: 400, body: answer });
  });

  test.each([
    ['Kinesis_20131202.MergeShards', 'UnknownOperationException', 'kinesis MergeShards'],
    ['DynamoDB_20120810.PutItem', 'UnknownOperationException', 'DynamoDB_20120810 PutItem'],
    ['nonsense', 'UnknownOperationException', 'unknown nonsense'],
  ])('the target %s is refused and announced', async (target, code, announced) => {
    const missing: string[] = [];
    const stop = fakes.events.on('unsupported-operation', ({ service, operation }) =>
      missing.push(`${service} ${operation}`),
    );
    const { status, body } = await send(fakes.port, jsonCall(target, {}));
    stop();
    expect(status).toBe(400);
    expect(JSON.parse(body)).toMatchObject({ __type: code, message: expect.any(String) });
    expect(missing).toEqual([announced]);
  });

  test('CBOR is refused clearly by a service that does not speak it', async () => {
    const { headers } = jsonCall('AmazonSQS.ReceiveMessage', {});
    const call = { ...headers, 'content-type': 'application/x-amz-cbor-1.1' };
    const { status, body } = await send(fakes.port, { headers: call, body: '\xa0' });
    expect(status).toBe(415);
    expect(JSON.parse(body)).toMatchObject({
      __type: 'UnsupportedMediaTypeException',
      message: expect.stringContaining('application/x-amz-json-1.0'),
    });
  });

  test('a service that is not here is named after its signature', async () => {
    const missing: unknown[] = [];
    const stop = fakes.events.on('unsupported-operation', (event) => missing.push(event));
    const authorization =
      'AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/s3/aws4_request, Signature=0';
    const put = { method: 'PUT', path: '/bucket/key', headers: { authorization } };
    const { status, headers } = await send(fakes.port, put);
    stop();
    expect([status, headers['x-amzn-errortype']]).toEqual([404, 'UnknownOperationException']);
    expect(missing).toEqual([{ service: 's3', operation: 'PUT /bucket/key' }]);
  });

  test('a JSON service that is not here is named after its signature too', async () => {
    const missing: unknown[] = [];
    const stop = fakes.events.on('unsupported-operation', (event) => missing.push(event));
    const call = jsonCall('DynamoDB_20120810.PutItem', {}, '1.0');
    const authorization =
      'AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/dynamodb/aws4_request, Signature=0';
    const { body } = await send(fakes.port, {
      ...call,
      headers: { ...call.headers, authorization },
    });
    stop();
    expect(JSON.parse(body)).toEqual({
      __type: 'com.amazon.coral.service#UnknownOperationException',
      message: 'dynamodb PutItem is not available here.',
    });
    expect(missing).toEqual([{ service: 'dynamodb', operation: 'PutItem' }]);
  });

  test('a broken credential is refused', async () => {
    const authorization = 'AWS4-HMAC-SHA256 Credential=AK/us-east-1, Signature=0';
    const headers = { ...goodCall.headers, authorization };
    const answer = await send(fakes.port, { ...goodCall, headers });
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('IncompleteSignatureException');
  });

  test('the query protocol may come in the query of a GET', async () => {
    const path = '/?Action=GetCallerIdentity&Version=2011-06-15';
    const { status, headers, body } = await send(fakes.port, { method: 'GET', path });
    expect([status, headers['content-type']]).toEqual([200, 'text/xml']);
    expect(body).toContain('<Arn>arn:aws:iam::000000000000:root</Arn>');
  });

  test('gzip is undone, within bounds', async () => {
    const headers = { ...goodCall.headers, 'content-encoding': 'gzip' };
    const good = await send(fakes.port, { headers, body: gzipSync(goodCall.body) });
    expect(good.status).toBe(200);
    const bomb = await send(fakes.port, { headers, body: gzipSync(Buffer.alloc(10_000_000)) });
    expect(bomb.status).toBe(413);
    const garbage = await send(fakes.port, { headers, body: 'not gzip' });
    expect(garbage).toMatchObject({ status: 400, body: expect.stringContaining('gzip') });
    const other = await send(fakes.port, {
      headers: { ...headers, 'content-encoding': 'br' },
      body: '{}',
    });
    expect(other.status).toBe(415);
  });

  test('a body too large is refused in the form of its protocol, whole or in chunks', async () => {
    const body = 'x'.repeat(100_001);
    const whole = await send(fakes.port, { ...goodCall, body });
    expect(whole.status).toBe(413);
    expect(JSON.parse(whole.body).__type).toBe('RequestEntityTooLargeException');
    const headers = { ...goodCall.headers, 'transfer-encoding': 'chunked' };
    expect((await send(fakes.port, { headers, body })).status).toBe(413);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await send(fakes.port, { headers: form, body })).body).toContain('<ErrorResponse');
  });

  test('a client that asks first is told to go on, or not to', async () => {
    const ask = async (length: number) => {
      const socket = await openSocket(fakes.port);
      const head = Object.entries(goodCall.headers).map(([name, value]) => `${name}: ${value}`);
      const lines = ['POST / HTTP/1.1', 'host: localhost', `content-length: ${length}`, ...head];
      socket.write(`${lines.join('\r\n')}\r\nexpect: 100-continue\r\n\r\n`);
      const [first] = (await once(socket, 'data')) as [Buffer];
      return { socket, first: first.toString() };
    };
    const good = await ask(goodCall.body.length);
    expect(good.first).toMatch(/^HTTP\/1.1 100 /);
    good.socket.write(goodCall.body);
    expect(String(await once(good.socket, 'data'))).toMatch(/^HTTP\/1.1 200 /);
    good.socket.destroy();
    const large = await ask(1_000_000);
    expect(large.first).toMatch(/^HTTP\/1.1 413 /);
    await readToEnd(large.socket);
  });

  test('requests of both versions of HTTP may come byte by byte', async () => {
    const socket = await openSocket(fakes.port);
    socket.setNoDelay(true);
    const text = 'GET /_sluicebox/health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n';
    for (const byte of Buffer.from(text)) {
      socket.write(Buffer.of(byte));
      await new Promise(setImmediate);
    }
    expect(await readToEnd(socket)).toMatch(/^HTTP\/1.1 200 /);
    const other = await openSocket(fakes.port);
    other.setNoDelay(true);
    const emptySettings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
    for (const byte of [...Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), ...emptySettings]) {
      other.write(Buffer.of(byte));
      await new Promise(setImmediate);
    }
    const [frame] = (await once(other, 'data')) as [Buffer];
    expect(frame[3], 'the type of the first frame: SETTINGS').toBe(4);
    other.destroy();
  });

  test('own routes may answer in parts, and end when the client leaves', async () => {
    let left = false;
    const events = await startFakes({
      extra: [
        {
          method: 'GET',
          path: '/_sluicebox/events/{name+}',
          handle: ({ labels, signal }) => ({
            headers: { 'content-type': 'text/event-stream' },
            body: (async function* () {
              yield `${labels.name}\n`;
              await new Promise((resolve) => signal.addEventListener('abort', resolve));
              left = true;
            })(),
          }),
        },
      ],
    });
    const socket = await openSocket(events.port);
    socket.write('GET /_sluicebox/events/a/b HTTP/1.1\r\nhost: localhost\r\n\r\n');
    const [first] = (await once(socket, 'data')) as [Buffer];
    expect(first.toString()).toContain('a/b\n');
    socket.destroy();
    await events.gateway.close(5000);
    expect(left).toBe(true);
  });
});

describe('web pages', () => {
  let fakes: Fakes;
  beforeAll(async () => {
    fakes = await startFakes({ allowedHosts: ['my-machine'] });
  });
  afterAll(() => fakes.gateway.close(1000));

  test.each([
    ['attacker.example', {}],
    ['attacker.example:4566', {}],
    ['localhost.attacker.example', {}],
    ['kinesis.us-east-1.amazonaws.com', {}],
    ['10.0.0.1', {}],
    ['localhost', { origin: 'https://attacker.example' }],
    ['localhost', { origin: 'null' }],
    ['localhost:80', { origin: 'http://localhost:3000' }],
    ['localhost', { 'sec-fetch-site': 'cross-site' }],
    ['localhost', { 'sec-fetch-site': 'same-site' }],
  ])('a request to %s with %j is refused', async (host, headers) => {
    const answer = await send(fakes.port, {
      ...goodCall,
      headers: { ...goodCall.headers, host, ...headers },
    });
    expect(answer.status).toBe(403);
  });

  test.each([
    ['localhost', {}],
    ['LOCALHOST.:1', {}],
    ['kinesis.localhost:4566', {}],
    ['127.0.0.1:99', {}],
    ['[::1]:99', {}],
    ['host.docker.internal', {}],
    ['my-machine:1', {}],
    ['localhost:80', { origin: 'http://localhost:80', 'sec-fetch-site': 'same-origin' }],
    ['localhost', { 'sec-fetch-site': 'none' }],
  ])('a request to %s with %j is answered', async (host, headers) => {
    const answer = await send(fakes.port, {
      ...goodCall,
      headers: { ...goodCall.headers, host, ...headers },
    });
    expect(answer.status).toBe(200);
  });

  const SIGNED =
    'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/sqs/aws4_request, ' +
    'SignedHeaders=host;x-amz-date, Signature=0';
  // No page can send the header, and to localhost its browser says where it comes from.
  test.each([
    ['host.docker.internal', {}, 403],
    ['my-machine:1', {}, 403],
    ['my-machine:1', { authorization: SIGNED }, 400],
    ['localhost:1', {}, 400],
    ['sqs.localhost', {}, 400],
    ['[::1]:1', {}, 400],
  ])('an Action in a URL of %s with %j is answered %i', async (host, headers, status) => {
    const path = '/?Action=NoSuchAction';
    const answer = await send(fakes.port, { method: 'GET', path, headers: { host, ...headers } });
    expect(answer.status).toBe(status);
  });

  test('a foreign authority is refused by HTTP/2 too', async () => {
    const session = connectHttp2(fakes.endpoint);
    const stream = session.request({ ':authority': 'attacker.example', ':path': '/' });
    const [headers] = await once(stream, 'response');
    expect(headers[constants.HTTP2_HEADER_STATUS]).toBe(403);
    session.destroy();
  });
});

describe('going away', () => {
  let fakes: Fakes;
  afterEach(() => fakes.gateway.close(1000));
  const receive = jsonCall('AmazonSQS.ReceiveMessage', { QueueUrl: 'http://q/1/q' }, '1.0');
  const someoneWaits = () =>
    new Promise<void>((resolve) => {
      fakes.seen.onWaiting = resolve;
    });

  test('the signal is aborted when a client of HTTP/1.1 hangs up', async () => {
    fakes = await startFakes();
    const waits = someoneWaits();
    const socket = await openSocket(fakes.port);
    const head = Object.entries(receive.headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const length = `content-length: ${receive.body.length}\r\n`;
    socket.write(`POST / HTTP/1.1\r\nhost: localhost\r\n${length}${head.join('')}\r\n`);
    socket.write(receive.body);
    await waits;
    socket.destroy();
    await expect.poll(() => fakes.seen.woken).toBe(1);
  });

  test('the signal is aborted when a stream of HTTP/2 is cancelled', async () => {
    fakes = await startFakes();
    const waits = someoneWaits();
    const session = connectHttp2(fakes.endpoint);
    const stream = session.request({ ':method': 'POST', ':path': '/', ...receive.headers });
    stream.on('error', () => {}).end(receive.body);
    await waits;
    stream.close(constants.NGHTTP2_CANCEL);
    await expect.poll(() => fakes.seen.woken).toBe(1);
    session.destroy();
  });

  test('closing wakes who waits, lets the answer out, and ends every connection', async () => {
    fakes = await startFakes();
    const waits = someoneWaits();
    const idle = await openSocket(fakes.port);
    const silent = connectHttp2(fakes.endpoint);
    await once(silent, 'connect');
    const answer = send(fakes.port, receive);
    await waits;
    const closed = Promise.all([once(idle, 'close'), once(silent, 'close')]);
    idle.resume();
    await fakes.gateway.close(60_000);
    expect(await answer).toMatchObject({ status: 200, body: '{}' });
    await closed;
    await expect(send(fakes.port, goodCall)).rejects.toThrow('ECONNREFUSED');
  });

  test('closing lets the answers of HTTP/2 out too', async () => {
    fakes = await startFakes();
    const waits = someoneWaits();
    const session = connectHttp2(fakes.endpoint);
    const stream = session.request({ ':method': 'POST', ':path': '/', ...receive.headers });
    const answered = once(stream, 'data');
    stream.end(receive.body);
    await waits;
    const ended = once(session, 'close');
    await fakes.gateway.close(60_000);
    expect(String(await answered)).toBe('{}');
    await ended;
  });

  test('who does not finish in the time of grace is cut off', async () => {
    const clock = new ManualClock(0);
    let begin = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const handle = () => {
      begin();
      return new Promise<never>(() => {});
    };
    fakes = await startFakes({
      clock,
      extra: [{ method: 'GET', path: '/_sluicebox/never', handle }],
    });
    const answer = send(fakes.port, { method: 'GET', path: '/_sluicebox/never' });
    const lost = expect(answer).rejects.toThrow();
    await begun;
    let isClosed = false;
    const closed = fakes.gateway.close(5000).then(() => {
      isClosed = true;
    });
    clock.advance(4999);
    await new Promise(setImmediate);
    expect(isClosed).toBe(false);
    clock.advance(1);
    await closed;
    await lost;
  });

  test('a port that is taken is told', async () => {
    fakes = await startFakes();
    await expect(fakes.gateway.listen({ host: '127.0.0.1', port: 0 })).rejects.toThrow('already');
    const { events, gateway } = await startFakes();
    await gateway.close(0);
    const third = new Gateway({ services: [], clock: systemClock, random: systemRandom, events });
    await expect(third.listen({ host: '127.0.0.1', port: fakes.port })).rejects.toThrow(
      'EADDRINUSE',
    );
  });
});
