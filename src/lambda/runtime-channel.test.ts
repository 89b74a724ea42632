import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { encodeFrame, type Frame, FrameReader } from './channel-frames.ts';
import type { Delivery, RuntimeSession } from './runtime-api.ts';
import { RESPONSE_BYTES } from './runtime-api.ts';
import { RuntimeChannel } from './runtime-channel.ts';

/** A channel whose runtime is the test. */
function openChannel(session: Partial<RuntimeSession> = {}) {
  const heard: Frame[] = [];
  const reader = new FrameReader({
    longestBodyBytes: RESPONSE_BYTES,
    give: (frame) => heard.push(frame),
  });
  const stream = new Duplex({
    read() {},
    write(chunk, _, done) {
      reader.take(chunk);
      done();
    },
  });
  const channel = new RuntimeChannel(stream, {
    next: () => {},
    withdraw: () => {},
    respond: () => 'accepted',
    fail: () => 'accepted',
    failInitialization: () => 'accepted',
    ...session,
  });
  const say = async (head: object, body?: Uint8Array) => {
    for (const piece of encodeFrame(head, body)) if (piece.length > 0) stream.push(piece);
    await new Promise(setImmediate);
  };
  return { channel, stream, heard, say };
}

test.each([7, 100_000])(
  'an invocation of %i bytes reaches the runtime as it is',
  async (length) => {
    let deliver = (_: Delivery) => {};
    const { heard, say } = openChannel({
      next: (next, memoryUsedMb) => {
        expect(memoryUsedMb).toBe(40);
        deliver = next;
      },
    });
    await say({ type: 'next', memoryUsedMb: 40 });
    expect(heard).toEqual([]);
    const payload = Buffer.alloc(length, 'å');
    const headers = { 'Lambda-Runtime-Aws-Request-Id': 'id' };
    deliver({ headers, payload });
    expect(heard).toEqual([{ head: { type: 'invocation', headers }, body: payload }]);
  },
);

test('a response is handed on and not answered', async () => {
  const seen: unknown[] = [];
  const { heard, say } = openChannel({
    respond: (requestId, payload) => {
      seen.push([requestId, payload?.toString()]);
      return 'accepted';
    },
  });
  await say({ type: 'response', requestId: 'id' }, Buffer.from('{"a":1}'));
  await say({ type: 'response', requestId: 'other' }, Buffer.alloc(RESPONSE_BYTES + 1));
  expect(seen).toEqual([
    ['id', '{"a":1}'],
    ['other', undefined],
  ]);
  expect(heard).toEqual([]);
});

test('errors are handed on with their type, and answered with the verdict', async () => {
  const seen: unknown[] = [];
  const { heard, say } = openChannel({
    fail: (requestId, document, errorType) => {
      seen.push([requestId, Buffer.from(document).toString(), errorType]);
      return 'invalid-request-id';
    },
    failInitialization: (document, errorType) => {
      seen.push([Buffer.from(document).toString(), errorType]);
      return 'accepted';
    },
  });
  await say({ type: 'error', requestId: 'id', errorType: 'Tÿpe\n' }, Buffer.from('{}'));
  await say({ type: 'init-error', errorType: 'Runtime.X' }, Buffer.from('[]'));
  expect(seen).toEqual([
    ['id', '{}', 'Tÿpe\n'],
    ['[]', 'Runtime.X'],
  ]);
  const verdicts = ['invalid-request-id', 'accepted'];
  expect(heard.map(({ head }) => head)).toEqual(
    verdicts.map((verdict) => ({ type: 'verdict', verdict })),
  );
});

test.each([
  ['no frame', Buffer.from('HTTP/1.1 200 OK\r\n')],
  ['no JSON', Buffer.from([0, 0, 0, 1, 0, 0, 0, 0, 123])],
  ['nothing that a runtime says', encodeFrame({ type: 'hello' })[0]],
])('what is %s closes the channel', async (_, bytes) => {
  const { stream } = openChannel();
  stream.push(bytes);
  await new Promise(setImmediate);
  expect(stream.destroyed).toBe(true);
});

test('a runtime that speaks without ever listening loses its channel', async () => {
  let frames = 0;
  const stream = new Duplex({ read() {}, write() {} });
  const session = {
    next: () => {},
    withdraw: () => {},
    respond: () => 'accepted' as const,
    failInitialization: () => 'accepted' as const,
    fail: () => {
      frames += 1;
      return 'accepted' as const;
    },
  };
  new RuntimeChannel(stream, session);
  const [head] = encodeFrame({ type: 'error', requestId: 'r', errorType: 'E' });
  const many = Buffer.concat(Array(1000).fill(head));
  for (let turn = 0; turn < 10_000 && !stream.destroyed; turn++) {
    stream.push(many);
    await new Promise(setImmediate);
  }
  expect(stream.destroyed).toBe(true);
  expect(frames).toBeGreaterThan(1000);
});
