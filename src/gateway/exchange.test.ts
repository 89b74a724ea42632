import { afterEach, expect, test } from 'vitest';
import { bind, operation, type Service } from '../api/operation.ts';
import { string, structure } from '../wire/shape.ts';
import { startFakes } from './fake-services.suite.ts';
import { goodCall, jsonCall, send } from './raw-client.suite.ts';

let fakes: Awaited<ReturnType<typeof startFakes>>;
afterEach(() => fakes.gateway.close(1000));

/** A service that answers with a word. */
function answering(word: string): Service {
  const describeLimits = operation<undefined>()({
    name: 'DescribeLimits',
    input: structure({}),
    output: structure({ Word: string() }),
    handle: () => ({ Word: word }),
  });
  return {
    signingName: 'kinesis',
    protocols: [{ name: 'aws-json', version: '1.1', targetPrefix: 'Kinesis_20131202' }],
    operations: bind(undefined, [describeLimits]),
    toAwsError: () => undefined,
  };
}
const limits = jsonCall('Kinesis_20131202.DescribeLimits', {});

test('calls wait while services are exchanged, and are answered by the new ones', async () => {
  fakes = await startFakes();
  let finish = () => {};
  const made = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const exchanged = fakes.gateway.exchange(async (idle) => {
    await idle;
    await made;
    return [answering('new')];
  });
  let isAnswered = false;
  const answer = send(fakes.port, limits).finally(() => {
    isAnswered = true;
  });
  // What is ours is answered meanwhile.
  expect((await send(fakes.port, { method: 'GET', path: '/_sluicebox/health' })).status).toBe(200);
  expect(isAnswered).toBe(false);
  finish();
  await exchanged;
  expect((await answer).body).toBe('{"Word":"new"}');
  expect((await send(fakes.port, goodCall)).status).toBe(400);
});

test('calls under way are woken and waited for; a failure changes nothing', async () => {
  fakes = await startFakes();
  const waits = new Promise<void>((resolve) => {
    fakes.seen.onWaiting = resolve;
  });
  const receive = jsonCall('AmazonSQS.ReceiveMessage', { QueueUrl: 'http://q/1/q' }, '1.0');
  const answer = send(fakes.port, receive);
  await waits;
  let isIdle = false;
  const exchanged = fakes.gateway.exchange(async (idle) => {
    await idle;
    isIdle = true;
    throw new Error('not made');
  });
  await expect(exchanged).rejects.toThrow('not made');
  expect(isIdle).toBe(true);
  expect((await answer).status).toBe(200);
  expect((await send(fakes.port, goodCall)).status).toBe(200);
});

test('a call that waited for one exchange waits for the next one too', async () => {
  fakes = await startFakes();
  const finishing: (() => void)[] = [];
  const words = ['first', 'second'];
  const exchanges = words.map((word) =>
    fakes.gateway.exchange(async (idle) => {
      await idle;
      await new Promise<void>((resolve) => finishing.push(resolve));
      return [answering(word)];
    }),
  );
  await expect.poll(() => finishing.length).toBe(1);
  const answer = send(fakes.port, limits);
  // It has come by the time that what is ours, sent after it, is answered.
  await send(fakes.port, { method: 'GET', path: '/_sluicebox/health' });
  finishing[0]?.();
  await expect.poll(() => finishing.length).toBe(2);
  finishing[1]?.();
  await Promise.all(exchanges);
  expect((await answer).body).toBe('{"Word":"second"}');
});
