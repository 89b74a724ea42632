import { once } from 'node:events';
import { cbor } from '@smithy/core/cbor';
import { EventStreamCodec } from '@smithy/core/event-streams';
import { fromUtf8, toUtf8 } from '@smithy/core/serde';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bind, operation, type Service } from '../api/operation.ts';
import { AwsError } from '../aws/aws-error.ts';
import { systemClock } from '../clock/system-clock.ts';
import { Events } from '../observe/events.ts';
import { systemRandom } from '../random/random.ts';
import { blob, required, string, structure } from '../wire/shape.ts';
import { Gateway } from './gateway.ts';
import { jsonCall, openSocket } from './raw-client.suite.ts';

const codec = new EventStreamCodec(toUtf8, fromUtf8);

/** What the service was asked for, and how far it came. */
class Told {
  sent = 0;
  isOver: () => void = () => {};
  readonly over = new Promise<void>((resolve) => {
    this.isOver = resolve;
  });

  async *events(how: string, signal: AbortSignal) {
    const Data = Buffer.alloc(how === 'flood' ? 64 * 1024 : 2, 'ab');
    try {
      do {
        this.sent++;
        yield ['Event', { Data }] as const;
      } while (how === 'flood' && !signal.aborted);
      if (how === 'refused') throw new RangeError('gone');
      if (how === 'broken') throw new Error('the secret');
      if (how === 'waits' && !signal.aborted) await once(signal, 'abort');
    } finally {
      this.isOver();
    }
  }
}

function service(told: Told): Service {
  const watch = operation<Told>()({
    name: 'Watch',
    input: structure({ How: required(string()) }),
    output: structure({}),
    events: { Event: structure({ Data: blob() }) },
    handle: (domain, { How }, { signal }) => domain.events(How, signal),
  });
  return {
    signingName: 'watch',
    protocols: [
      { name: 'aws-json', version: '1.1', targetPrefix: 'Watch' },
      { name: 'aws-cbor', targetPrefix: 'Watch' },
    ],
    operations: bind(told, [watch]),
    toAwsError: (error) =>
      error instanceof RangeError ? new AwsError('GoneException', error.message) : undefined,
  };
}

let told: Told;
let gateway: Gateway;
let address: { endpoint: string; port: number };
beforeEach(async () => {
  told = new Told();
  const world = { clock: systemClock, random: systemRandom, events: new Events() };
  gateway = new Gateway({ services: [service(told)], ...world });
  address = await gateway.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => gateway.close(0));

const jsonWatch = (How: string) => jsonCall('Watch.Watch', { How });
const cborWatch = (How: string) => ({
  headers: { 'x-amz-target': 'Watch.Watch', 'content-type': 'application/x-amz-cbor-1.1' },
  body: cbor.serialize({ How }),
});

/** The messages of a whole answer. */
async function messages(call: { headers: Record<string, string>; body: string | Uint8Array }) {
  const answer = await fetch(address.endpoint, { method: 'POST', ...call });
  expect(answer.headers.get('content-type')).toBe('application/vnd.amazon.eventstream');
  expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  let rest = Buffer.from(await answer.arrayBuffer());
  const found: { headers: Record<string, unknown>; body: Uint8Array }[] = [];
  while (rest.length > 0) {
    const length = rest.readUInt32BE(0);
    const { headers, body } = codec.decode(rest.subarray(0, length));
    const texts = Object.entries(headers).map(([name, { value }]) => [name.slice(1), value]);
    found.push({ headers: Object.fromEntries(texts), body: Buffer.from(body) });
    rest = rest.subarray(length);
  }
  return found;
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

const event = (type: string, mediaType: string) => ({
  'message-type': 'event',
  'event-type': type,
  'content-type': mediaType,
});

test.each([
  ['application/x-amz-json-1.1', jsonWatch, JSON.parse, 'YWI='],
  ['application/x-amz-cbor-1.1', cborWatch, cbor.deserialize, new Uint8Array(Buffer.from('ab'))],
])('an answer goes on with events in %s', async (mediaType, watch, parse, data) => {
  const [first, second, ...others] = await messages(watch('once'));
  expect(first?.headers).toEqual(event('initial-response', mediaType));
  expect(parse(first?.body as never)).toEqual({});
  expect(second?.headers).toEqual(event('Event', mediaType));
  const { Data } = parse(second?.body as never);
  expect(typeof Data === 'string' ? Data : new Uint8Array(Data)).toEqual(data);
  expect(others).toEqual([]);
});

test('an error ends it, and tells the client no more than any other error does', async () => {
  const [, , refusal] = await messages(jsonWatch('refused'));
  expect(refusal?.headers).toEqual({
    'message-type': 'exception',
    'exception-type': 'GoneException',
    'content-type': 'application/x-amz-json-1.1',
  });
  expect(JSON.parse(String(refusal?.body))).toMatchObject({ message: 'gone' });
  const [, , failure] = await messages(cborWatch('broken'));
  expect(failure?.headers).toMatchObject({ 'exception-type': 'InternalFailure' });
  expect(String(failure?.body)).not.toContain('secret');
});

test('what is wrong before the first event is answered as ever', async () => {
  const { headers } = jsonWatch('');
  const answer = await fetch(address.endpoint, { method: 'POST', headers, body: '{}' });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ __type: 'ValidationException' });
});

test('it is over when the client goes away', async () => {
  const leaving = new AbortController();
  const { signal } = leaving;
  const answer = await fetch(address.endpoint, { method: 'POST', signal, ...jsonWatch('waits') });
  expect(answer.status).toBe(200);
  leaving.abort();
  await told.over;
});

test('it ends well when the endpoint stops', async () => {
  const all = messages(jsonWatch('waits'));
  while (told.sent === 0) await nextTurn();
  await gateway.close(5000);
  await told.over;
  expect(await all).toHaveLength(2);
});

test('a client that reads nothing is sent no more than waits on the way', async () => {
  const socket = await openSocket(address.port);
  socket.pause();
  const { headers, body } = jsonWatch('flood');
  const lines = Object.entries({ ...headers, host: 'localhost', 'content-length': body.length });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.write(`POST / HTTP/1.1\r\n${head}\r\n${body}`);
  let [before, turnsWithout] = [0, 0];
  while (turnsWithout < 200) {
    await nextTurn();
    turnsWithout = told.sent > before || told.sent === 0 ? 0 : turnsWithout + 1;
    before = told.sent;
  }
  expect(told.sent).toBeLessThan(500);
  socket.destroy();
  await told.over;
});
