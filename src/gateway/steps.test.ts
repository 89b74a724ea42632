import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bind, operation, type Service } from '../api/operation.ts';
import { systemClock } from '../clock/system-clock.ts';
import { Events } from '../observe/events.ts';
import { systemRandom } from '../random/random.ts';
import { BodyInSteps, type Memory } from '../wire/message.ts';
import { integer, required, string, structure } from '../wire/shape.ts';
import { Gateway } from './gateway.ts';
import type { GatewayLimits } from './limits.ts';
import { jsonCall, openSocket, readToEnd } from './raw-client.suite.ts';

const STEP_BYTES = 700_000;
const STEPS = 12;

/** An answer of steps, each of bytes of its own that no other answer has. */
class Steps {
  made = 0;
  isOver: () => void = () => {};
  readonly over = new Promise<void>((resolve) => {
    this.isOver = resolve;
  });

  *of(mark: number, breaksAt: number, memory: Memory = Buffer.allocUnsafe) {
    try {
      for (let step = 0; step < STEPS; step++) {
        if (step === breaksAt) throw new Error('the secret');
        this.made++;
        yield [memory(STEP_BYTES).fill(letter(mark + step)), Buffer.from('.')];
      }
    } finally {
      this.isOver();
    }
  }
}

const letter = (at: number) => String.fromCharCode(97 + (at % 26));
const wholeAnswer = (mark: number) =>
  Array.from({ length: STEPS }, (_, step) => `${letter(mark + step).repeat(STEP_BYTES)}.`).join('');

function service(steps: Steps): Service {
  const read = operation<Steps>()({
    name: 'Read',
    input: structure({ Mark: required(integer()), BreaksAt: integer() }),
    output: structure({ Text: string() }),
    writeJson: (output) => output as BodyInSteps,
    handle: (domain, { Mark, BreaksAt = -1 }, { memory }) =>
      new BodyInSteps(domain.of(Mark, BreaksAt, memory)) as object,
  });
  return {
    signingName: 'steps',
    protocols: [{ name: 'aws-json', version: '1.1', targetPrefix: 'Steps' }],
    operations: bind(steps, [read]),
    toAwsError: () => undefined,
  };
}

let steps: Steps;
let gateway: Gateway;
let address: { endpoint: string; port: number };
beforeEach(() => start());
afterEach(() => gateway.close(0));

async function start(limits: Partial<GatewayLimits> = {}): Promise<void> {
  steps = new Steps();
  const world = { clock: systemClock, random: systemRandom, events: new Events() };
  gateway = new Gateway({ services: [service(steps)], limits, ...world });
  address = await gateway.listen({ host: '127.0.0.1', port: 0 });
}

const readCall = (input: object) => jsonCall('Steps.Read', input);

async function byHttp1(input: object): Promise<string> {
  const answer = await fetch(address.endpoint, { method: 'POST', ...readCall(input) });
  return answer.text();
}

async function byHttp2(input: object): Promise<string> {
  const session = connectHttp2(address.endpoint);
  const { headers, body } = readCall(input);
  const stream = session.request({ ':method': 'POST', ':path': '/', ...headers });
  stream.end(body);
  const answer = await text(stream);
  session.destroy();
  return answer;
}

/** A connection over which such a call was sent, and which reads nothing yet. */
async function asking(input: object) {
  const socket = await openSocket(address.port);
  socket.pause();
  const { headers, body } = readCall(input);
  const all = { ...headers, host: 'localhost', connection: 'close', 'content-length': body.length };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`POST / HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
  return socket;
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Waits until no step has been made for a while. */
async function untilItWaits(): Promise<void> {
  for (let [before, turns] = [0, 0]; turns < 100; before = steps.made) {
    await nextTurn();
    turns = steps.made === before && before > 0 ? turns + 1 : 0;
  }
}

test('answers in steps arrive as they were made, however many at a time', async () => {
  const marks = [0, 5, 10, 15];
  const asked = marks.flatMap((Mark) => [byHttp1({ Mark }), byHttp2({ Mark })]);
  for (const [index, answer] of (await Promise.all(asked)).entries())
    expect(answer === wholeAnswer(marks[index >> 1] as number), `answer ${index}`).toBe(true);
});

test('none of many answers waits for what has left already', async () => {
  for (let round = 0; round < 12; round++) {
    const texts = await Promise.all([1, 2, 3, 4].map((Mark) => byHttp1({ Mark })));
    expect(texts.map(({ length }) => length)).toEqual(texts.map(() => STEPS * (STEP_BYTES + 1)));
  }
});

test('for a client that is slow, a step is made when the one before has left', async () => {
  const { headers, body } = readCall({ Mark: 3 });
  const { port } = address;
  const request = httpRequest({ port, method: 'POST', headers, agent: false }).end(body);
  const [slow] = await once(request, 'response');
  await untilItWaits();
  expect(steps.made).toBeLessThan(STEPS);
  // What is lent to others meanwhile is not what waits for the slow one.
  expect((await byHttp1({ Mark: 20 })) === wholeAnswer(20)).toBe(true);
  expect((await text(slow)) === wholeAnswer(3)).toBe(true);
});

test('a client that reads nothing is hung up on', async () => {
  await gateway.close(0);
  await start({ idleTimeoutMs: 300 });
  const socket = await asking({ Mark: 0 });
  await steps.over;
  expect(steps.made).toBeLessThan(STEPS);
  socket.destroy();
});

test('an answer that breaks off does not look whole, and tells nothing', async () => {
  const socket = await asking({ Mark: 0, BreaksAt: 2 });
  const answer = await readToEnd(socket.resume());
  expect(answer).toContain('HTTP/1.1 200');
  expect(answer).not.toMatch(/\r\n0\r\n|secret/);
  await expect(byHttp1({ Mark: 0, BreaksAt: 2 })).rejects.toThrow();
  const first = await byHttp1({ Mark: 0, BreaksAt: 0 }).catch(() => 'broken off');
  expect(first).toBe('broken off');
});
