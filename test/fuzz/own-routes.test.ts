import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { expect, test } from 'vitest';
import { startSluicebox } from '../../src/app/start.ts';
import { seededRandom } from '../../src/random/random.ts';
import { Chance } from './chance.ts';

/** All of them in CI; elsewhere as many as nobody minds to wait for. */
const REQUESTS = process.env.CI ? 20_000 : 2000;
const SEED = 1;
/** What an answer takes at most, a reset of the whole world included. */
const PATIENCE_MS = 10_000;

const ROUTES = ['health', 'access', 'events', 'clock', 'reset', `lambda/code/${'0'.repeat(64)}`];
const METHODS = ['GET', 'GET', 'POST', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH'];
const ODD = [
  ...[
    '',
    '%',
    '%00',
    '%zz',
    '..',
    '../..',
    '%2e%2e%2f',
    '/',
    '//',
    '__proto__',
    'constructor',
    '{sha256}',
  ],
  ...[
    'a'.repeat(5000),
    '%F0%9F%92%A5',
    '%ff',
    ';',
    '&',
    '=',
    '?',
    'name',
    'name=',
    'mapping=%00',
    '-1',
  ],
];
const NUMBERS = [0, -0, 1, -1, 0.5, 60_000, 1e15, 8.64e15, 9e15, 2 ** 53, 1e308, -1e308, 1e21];
const VALUES = [null, true, '', '1', '60000', [], {}, ...NUMBERS];
const HEADERS = [
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Kinesis_20131202.ListStreams' },
  { 'content-encoding': 'gzip' },
  { 'content-encoding': 'br' },
  { expect: '100-continue' },
  { authorization: 'AWS4-HMAC-SHA256 Credential=x' },
  { host: 'evil.example' },
];

function pathOf(chance: Chance): string {
  const odd = () => chance.pick(ODD);
  const route = chance.is(0.8) ? chance.pick(ROUTES) : odd();
  const more = chance.is(0.2) ? `/${odd()}` : '';
  const query = chance.is(0.4) ? `?${odd()}=${odd()}&name=${chance.pick(['warning', odd()])}` : '';
  return `/_sluicebox/${route}${more}${query}`;
}

function bodyOf(chance: Chance): string | Buffer {
  if (chance.is(0.3)) return chance.bytes(200);
  const value = chance.pick(VALUES);
  if (chance.is(0.2)) return JSON.stringify(value);
  const document = { [chance.pick(['advanceMs', 'name', '__proto__', ''])]: value };
  const text = JSON.stringify(document);
  return chance.is(0.1) ? text.slice(0, -1) : text;
}

/** Sends one request, and answers its status; what goes on for ever is left after its beginning. */
async function statusOf(endpoint: string, chance: Chance): Promise<number> {
  const [method, path] = [chance.pick(METHODS), pathOf(chance)];
  const headers = chance.is(0.3) ? chance.pick(HEADERS) : {};
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const sent = request(endpoint, { method, path, headers, signal, agent: false });
  const body = ['GET', 'HEAD'].includes(method) && chance.is(0.8) ? '' : bodyOf(chance);
  sent.end(body);
  try {
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const status = answer.statusCode ?? 0;
    if (status >= 500) throw new Error(`was answered ${status}`);
    if (answer.headers['content-length'] !== undefined) await once(answer.resume(), 'end');
    return status;
  } catch (cause) {
    throw new Error(`${method} ${path} ${JSON.stringify(headers)} ${body}`, { cause });
  } finally {
    sent.destroy();
  }
}

test('no request to a route of our own hangs, or is answered with an error of ours', {
  timeout: 300_000,
}, async () => {
  const chance = new Chance(seededRandom(SEED));
  const box = await startSluicebox({
    ...{ host: '127.0.0.1', port: 0, pace: 'fast', random: seededRandom(SEED) },
    ...{ scope: { account: '123456789012', region: 'eu-west-1' }, time: { kind: 'manual' } },
  });
  const counts = new Map<number, number>();
  try {
    for (let index = 0; index < REQUESTS; index++) {
      const status = await statusOf(box.endpoint, chance);
      counts.set(status, (counts.get(status) ?? 0) + 1);
    }
    const health = await fetch(`${box.endpoint}/_sluicebox/health`);
    expect(health.status).toBe(200);
  } finally {
    await box.close();
  }
  // It comes as far as the routes themselves.
  for (const status of [200, 400, 403, 404, 415]) expect([...counts.keys()]).toContain(status);
});
