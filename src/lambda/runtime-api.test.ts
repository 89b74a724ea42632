import { expect, onTestFinished, test } from 'vitest';
import { RESPONSE_BYTES, RuntimeApi, type RuntimeSession } from './runtime-api.ts';

async function openApi(session: Partial<RuntimeSession>) {
  const api = new RuntimeApi();
  onTestFinished(() => api.close());
  const address = await api.open('secret', {
    next: () => {},
    withdraw: () => {},
    respond: () => 'accepted',
    fail: () => 'accepted',
    failInitialization: () => 'accepted',
    ...session,
  });
  const base = `http://${address}/2018-06-01/runtime`;
  const post = (path: string, body: string, headers = {}) =>
    fetch(base + path, { method: 'POST', body, headers });
  return { base, post };
}

test('next blocks until there is an invocation, and carries its headers', async () => {
  const { base } = await openApi({
    next: (deliver, memoryUsedMb) => {
      expect(memoryUsedMb).toBe(40);
      setImmediate(() =>
        deliver({
          headers: { 'Lambda-Runtime-Aws-Request-Id': 'id' },
          payload: Buffer.from('{"a":1}'),
        }),
      );
    },
  });
  const headers = { 'Sluicebox-Memory-Used-Mb': '40' };
  const answer = await fetch(`${base}/invocation/next`, { headers });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('Lambda-Runtime-Aws-Request-Id')).toBe('id');
  expect(answer.headers.get('Content-Type')).toBe('application/json');
  expect(await answer.json()).toEqual({ a: 1 });
});

test('a runtime that answers before it has read its event is never sent bytes of a later one', async () => {
  const payload = Buffer.alloc(6 * 2 ** 20, 'a');
  const { base, post } = await openApi({ next: (deliver) => deliver({ headers: {}, payload }) });
  // It has seen the head; of the body more is left than the buffers of its connection take.
  const event = await fetch(`${base}/invocation/next`);
  await post('/invocation/id/response', '1');
  // The memory of an event is used again when its invocation is over.
  payload.fill('b');
  expect(Buffer.from(await event.arrayBuffer()).indexOf('b')).toBe(-1);
});

test.each([
  ['accepted', 202, { status: 'OK' }],
  ['invalid-request-id', 400, { errorType: 'InvalidRequestID' }],
  ['invalid-state', 403, { errorType: 'InvalidStateTransition' }],
] as const)('a response that is %s answers %i', async (verdict, status, body) => {
  const { post } = await openApi({ respond: () => verdict });
  const answer = await post('/invocation/id/response', '1');
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject(body);
});

test('a response that is too large is handed on as such, and answers 413', async () => {
  const { post } = await openApi({
    respond: (_, payload) => (payload ? 'accepted' : 'too-large'),
  });
  const fits = await post('/invocation/id/response', 'x'.repeat(RESPONSE_BYTES));
  expect(fits.status).toBe(202);
  const answer = await post('/invocation/id/response', 'x'.repeat(RESPONSE_BYTES + 1));
  expect(answer.status).toBe(413);
  expect(await answer.json()).toEqual({
    errorMessage: 'Exceeded maximum allowed payload size (6291556 bytes).',
    errorType: 'RequestEntityTooLarge',
  });
});

test('errors carry their type in a header', async () => {
  const seen: unknown[] = [];
  const { post } = await openApi({
    fail: (requestId, document, errorType) => {
      seen.push([requestId, Buffer.from(document).toString(), errorType]);
      return 'accepted';
    },
    failInitialization: (_, errorType) => {
      seen.push(errorType);
      return 'accepted';
    },
  });
  const headers = { 'Lambda-Runtime-Function-Error-Type': 'Runtime.X' };
  await post('/invocation/id/error', '{}', headers);
  await post('/init/error', '{}');
  expect(seen).toEqual([['id', '{}', 'Runtime.X'], 'Runtime.Unknown']);
});

test('streaming is the only other mode of a response', async () => {
  const { post } = await openApi({});
  const mode = 'Lambda-Runtime-Function-Response-Mode';
  expect((await post('/invocation/id/response', '1', { [mode]: 'streaming' })).status).toBe(202);
  const answer = await post('/invocation/id/response', '1', { [mode]: 'other' });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ errorType: 'InvalidFunctionResponseMode' });
});

test('nobody gets anywhere without the secret', async () => {
  const { base } = await openApi({});
  const { origin } = new URL(base);
  expect((await fetch(`${origin}/2018-06-01/runtime/invocation/next`)).status).toBe(404);
  expect((await fetch(`${origin}/guess/2018-06-01/runtime/invocation/next`)).status).toBe(404);
});

test.each(['constructor', 'toString', '__proto__'])('no report is called %s', async (name) => {
  const { post } = await openApi({});
  expect((await post(`/invocation/id/${name}`, '1')).status).toBe(404);
});
