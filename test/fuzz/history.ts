import type { RequestContext, Service } from '../../src/api/operation.ts';
import { AwsError } from '../../src/aws/aws-error.ts';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { systemClock } from '../../src/clock/system-clock.ts';
import { Gateway } from '../../src/gateway/gateway.ts';
import { Events } from '../../src/observe/events.ts';
import { seededRandom } from '../../src/random/random.ts';
import { readCbor } from '../../src/wire/cbor-reader.ts';
import { parseXml } from '../../src/wire/xml-reader.ts';
import { memoryWorld } from '../memory-world.ts';
import { Chance } from './chance.ts';
import {
  bytesOf,
  type FuzzAnswer,
  type FuzzClient,
  http1Client,
  http2Client,
  sendRaw,
} from './client.ts';
import { type FuzzRequest, firstRequests, randomRequest } from './requests.ts';
import { learn } from './learn.ts';

/** How many requests one history has. */
export const REQUESTS_OF_A_HISTORY = 250;
/** How long, in real time, an answer may take although time is moved for it. */
const PATIENCE_MS = 10_000;
/** What S3 answers for what is not available. */
const REFUSED = 501;

/** Names of what the first requests make. */
const KNOWN: Readonly<Record<string, string[]>> = {
  StreamName: ['stream'],
  StreamARN: ['arn:aws:kinesis:us-east-1:000000000000:stream/stream'],
  ShardId: ['shardId-000000000000', 'shardId-000000000001'],
  QueueName: ['queue', 'other', 'other.fifo'],
  Bucket: ['bucket'],
  Key: ['a', 'b/c'],
  logGroupName: ['/a/b'],
  logStreamName: ['a'],
  RoleName: ['role'],
  MessageBody: ['m'],
  Message: ['m'],
  Protocol: ['sqs'],
  Endpoint: ['arn:aws:sqs:us-east-1:000000000000:queue'],
};

export interface HistoryOptions {
  readonly seed: number;
  /** What answers, where that is not a world of its own. */
  readonly services?: readonly Service[];
  /** Told of each error that an operation answers. */
  readonly onError?: ((operation: string, error: AwsError) => void) | undefined;
  /** Told of each request and its answer. */
  readonly onAnswer?: (request: FuzzRequest, answer: FuzzAnswer) => void;
}

/** A request that was answered wrongly, or not at all. */
export interface Finding {
  readonly seed: number;
  readonly request: FuzzRequest;
  readonly problem: string;
}

/**
 * Sends the requests of a seed, one after the other, to a world that is empty at first, whose time
 * goes on with them. Answers what was wrong first, or undefined.
 */
export async function runHistory({
  seed,
  onAnswer,
  onError,
  ...options
}: HistoryOptions): Promise<Finding | undefined> {
  const chance = new Chance(seededRandom(seed));
  const clock = new ManualClock(Date.UTC(2026, 0, 31));
  const events = new Events();
  const warnings: string[] = [];
  events.on('warning', ({ message }) => {
    if (message.includes('failed unexpectedly')) warnings.push(message);
  });
  const world = memoryWorld({ clock, random: seededRandom(seed), events });
  const given = options.services ?? world.services;
  const services = onError ? given.map((service) => watched(service, onError)) : given;
  const gateway = new Gateway({ services, clock: systemClock, random: seededRandom(seed), events });
  const { port } = await gateway.listen({ host: '127.0.0.1', port: 0 });
  const client = chance.is(0.2) ? http2Client(port) : http1Client(port);
  const seen = new Map(Object.entries(KNOWN));
  const first = firstRequests(services, chance);
  try {
    for (let sent = 0; sent < REQUESTS_OF_A_HISTORY; sent++) {
      const request = first.shift() ?? randomRequest(services, chance, seen);
      if (chance.is(0.02)) await sendRaw(port, garbage(request, chance));
      clock.advance(chance.pick([0, 1, 10, 1000]));
      const answer = await patiently(client, request, clock);
      const problem = typeof answer === 'string' ? answer : (warnings[0] ?? problemOf(answer));
      if (problem !== undefined) return { seed, request, problem };
      onAnswer?.(request, answer as FuzzAnswer);
      learn(seen, answer as FuzzAnswer);
    }
    return undefined;
  } finally {
    client.close();
    await world.stop(AbortSignal.abort());
    await gateway.close(0);
  }
}

/** A service whose errors are told. */
function watched(service: Service, onError: NonNullable<HistoryOptions['onError']>): Service {
  const operations = service.operations.map((operation) => ({
    ...operation,
    handle: (input: unknown, context: RequestContext) =>
      operation.handle(input, context).catch((error: unknown) => {
        const told = error instanceof AwsError ? error : service.toAwsError(error);
        if (told) onError(`${service.signingName} ${operation.name}`, told);
        throw error;
      }),
  }));
  return { ...service, operations };
}

/** The answer, or what is wrong with there being none. What waits for time gets it. */
async function patiently(client: FuzzClient, request: FuzzRequest, clock: ManualClock) {
  let answer: FuzzAnswer | string | undefined;
  const done = client.send(request).then(
    (found) => {
      answer = found;
    },
    (error: Error) => {
      answer = `no answer: ${error.message}`;
    },
  );
  for (const beganMs = systemClock.now(); answer === undefined; ) {
    const isLate = systemClock.now() - beganMs > PATIENCE_MS;
    if (isLate) return 'no answer in ten seconds';
    let wake = () => {};
    const soon = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const timer = systemClock.at(systemClock.now() + 100, wake);
    await Promise.race([done, soon]);
    timer.cancel();
    if (answer === undefined) clock.advance(1000);
  }
  return answer;
}

function problemOf({ status, contentType, body }: FuzzAnswer): string | undefined {
  if (status >= 500 && status !== REFUSED)
    return `status ${status}: ${body.toString().slice(0, 500)}`;
  if (status < 200) return `status ${status}`;
  const text = body.toString();
  try {
    if (/cbor/.test(contentType) && text !== '') readCbor(body);
    if (/json/.test(contentType) && text !== '') JSON.parse(text);
    if (/xml/.test(contentType) && text !== '') parseXml(text);
    return undefined;
  } catch (error) {
    return `not well-formed (${(error as Error).message}): ${text.slice(0, 500)}`;
  }
}

/** Bytes that are no request, or one that is cut short or changed. */
function garbage(request: FuzzRequest, chance: Chance): Buffer {
  const bytes = bytesOf(request);
  for (let change = 0; change < 5; change++) bytes[chance.below(bytes.length)] = chance.below(256);
  return chance.pick([
    chance.bytes(300),
    bytes,
    bytes.subarray(0, chance.below(bytes.length)),
    Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), chance.bytes(300)]),
    Buffer.concat([Buffer.from([22, 3, 1]), chance.bytes(300)]),
  ]);
}
